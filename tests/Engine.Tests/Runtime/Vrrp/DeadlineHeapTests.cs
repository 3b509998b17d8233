using KeepaliveConsole.Engine.Runtime.Vrrp;

namespace KeepaliveConsole.Engine.Tests.Runtime.Vrrp;

public sealed class DeadlineHeapTests
{
    [Fact]
    public void Heap_Empty_HasNoNext()
    {
        var heap = new DeadlineHeap();
        Assert.False(heap.TryPeek(out _, out _));
        heap.Remove(3);
        Assert.Equal(0, heap.Count);
    }

    [Fact]
    public void Heap_DeadlineMovedLater_AnotherIsNext()
    {
        var heap = new DeadlineHeap();
        heap.Set(0, new MonotonicTime(10));
        heap.Set(1, new MonotonicTime(20));
        heap.Set(0, new MonotonicTime(30));

        Assert.True(heap.TryPeek(out int number, out MonotonicTime deadline));
        Assert.Equal((1, 20L), (number, deadline.Nanoseconds));
        Assert.Equal(2, heap.Count);
    }

    [Fact]
    public void Heap_ThousandsOfRandomChanges_AgreesWithAPlainTable()
    {
        var heap = new DeadlineHeap();
        var table = new Dictionary<int, long>();
        var random = new Random(20261122);
        for (int step = 0; step < 20_000; step++)
        {
            int number = random.Next(60);
            if (random.Next(3) == 0)
            {
                heap.Remove(number);
                table.Remove(number);
            }
            else
            {
                long deadline = random.Next(1000);
                heap.Set(number, new MonotonicTime(deadline));
                table[number] = deadline;
            }

            Assert.Equal(table.Count, heap.Count);
            if (!heap.TryPeek(out int next, out MonotonicTime earliest)) continue;
            Assert.Equal(table.Values.Min(), earliest.Nanoseconds);
            Assert.Equal(table[next], earliest.Nanoseconds);
        }
    }

    [Fact]
    public void Heap_Drained_GivesDeadlinesInOrder()
    {
        var heap = new DeadlineHeap();
        long[] deadlines = [50, 10, 40, 20, 30, 10, 60];
        for (int i = 0; i < deadlines.Length; i++) heap.Set(i, new MonotonicTime(deadlines[i]));

        List<long> drained = [];
        while (heap.TryPeek(out int number, out MonotonicTime deadline))
        {
            drained.Add(deadline.Nanoseconds);
            heap.Remove(number);
        }

        Assert.Equal([10, 10, 20, 30, 40, 50, 60], drained);
    }
}
