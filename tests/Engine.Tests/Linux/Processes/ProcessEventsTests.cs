using System.Diagnostics;
using System.Runtime.InteropServices;
using KeepaliveConsole.Engine.Linux.Processes;

namespace KeepaliveConsole.Engine.Tests.Linux.Processes;

public sealed class ProcessEventsTests
{
    // struct cn_msg (20 bytes), then kind, processor, time (16 bytes), then the event's own numbers.
    [Theory]
    [InlineData(0x1u, new uint[] { 100, 100, 200, 200 }, ProcessEventKind.Fork, 100, 200)]
    [InlineData(0x1u, new uint[] { 101, 100, 200, 200 }, ProcessEventKind.Fork, 100, 200)]
    [InlineData(0x2u, new uint[] { 200, 200 }, ProcessEventKind.Renamed, 200, 0)]
    [InlineData(0x200u, new uint[] { 200, 200, 0, 0, 0, 0 }, ProcessEventKind.Renamed, 200, 0)]
    [InlineData(0x80000000u, new uint[] { 200, 200, 9, 17, 100, 100 }, ProcessEventKind.Exit, 200, 0)]
    internal void Message_OfAProcess_IsAnEvent(uint kind, uint[] numbers, ProcessEventKind expected, int pid, int child)
    {
        Assert.True(ProcessEvents.TryParse(Message(kind, numbers), out ProcessEvent found));
        Assert.Equal(new ProcessEvent(expected, pid, child), found);
    }

    [Theory]
    [InlineData(0x1u, new uint[] { 100, 100, 201, 100 })] // a thread
    [InlineData(0x200u, new uint[] { 201, 100, 0, 0, 0, 0 })] // a thread got another name
    [InlineData(0x80000000u, new uint[] { 201, 100, 0, 0, 0, 0 })] // a thread ended
    [InlineData(0x4u, new uint[] { 100, 100, 0, 0 })] // another user
    [InlineData(0x1u, new uint[] { 100 })] // cut short
    [InlineData(0x0u, new uint[] { 0 })]
    public void Message_OfAThreadOrSomethingElse_IsNone(uint kind, uint[] numbers) => Assert.False(ProcessEvents.TryParse(Message(kind, numbers), out _));

    [Fact]
    public void RealProcess_IsToldAtOnce_OrItIsSaidWhyNot()
    {
        if (!ProcessEvents.TryOpen(out ProcessEvents? events, out string problem))
        {
            Assert.NotEmpty(problem); // not root, or not in the host's own namespaces
            return;
        }

        using (events)
        {
            using Process child = Process.Start("/bin/true");
            child.WaitForExit();
            var seen = new List<ProcessEvent>();
            Assert.True(events.Read(seen.Add));
            Assert.Contains(seen, happened => happened.Kind == ProcessEventKind.Fork && happened.Child == child.Id);
            Assert.Contains(new ProcessEvent(ProcessEventKind.Renamed, child.Id, 0), seen);
            Assert.Contains(new ProcessEvent(ProcessEventKind.Exit, child.Id, 0), seen);
        }
    }

    private static byte[] Message(uint kind, uint[] numbers) => [.. new byte[20], .. MemoryMarshal.AsBytes<uint>([kind, 0, 0, 0]), .. MemoryMarshal.AsBytes<uint>(numbers)];
}
