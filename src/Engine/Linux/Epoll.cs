using System.Runtime.InteropServices;

namespace KeepaliveConsole.Engine.Linux;

/// <summary>Waits for descriptors to become readable, level-triggered unless asked otherwise. For one thread.</summary>
internal sealed unsafe class Epoll : IDisposable
{
    /// <summary>Ready ones that one <see cref="Wait"/> reports at most.</summary>
    public const int MaxEvents = 64;

    // struct epoll_event is packed on x86-64 only (sys/epoll.h): 12 bytes there, 16 elsewhere.
    private static readonly int s_dataOffset = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 4 : 8;
    private static readonly int s_eventSize = s_dataOffset + 8;

    private readonly Descriptor _descriptor = Kernel.Own(Libc.epoll_create1(Libc.EPOLL_CLOEXEC), "epoll_create1");
    private readonly byte[] _events = GC.AllocateArray<byte>(MaxEvents * s_eventSize, pinned: true);

    /// <summary>Starts to watch; ready ones are reported by their number.</summary>
    public LinuxError Add(int descriptor) => Add(descriptor, Libc.EPOLLIN);

    /// <summary>The same for other events than readable.</summary>
    public LinuxError Add(int descriptor, uint events)
    {
        byte* item = stackalloc byte[s_eventSize];
        *(uint*)item = events;
        *(long*)(item + s_dataOffset) = descriptor;
        return Libc.epoll_ctl(_descriptor.Number, Libc.EPOLL_CTL_ADD, descriptor, item) == 0 ? LinuxError.None : LinuxError.Last();
    }

    /// <summary>Stops watching. Call it before the descriptor is closed.</summary>
    public void Remove(int descriptor)
    {
        byte* item = stackalloc byte[s_eventSize];
        _ = Libc.epoll_ctl(_descriptor.Number, Libc.EPOLL_CTL_DEL, descriptor, item);
    }

    /// <summary>Waits until something is readable and returns how many are, 0 when a signal came first.</summary>
    public int Wait(int timeoutMilliseconds = -1)
    {
        fixed (byte* events = _events)
        {
            int ready = Libc.epoll_wait(_descriptor.Number, events, MaxEvents, timeoutMilliseconds);
            return Math.Max(ready, 0);
        }
    }

    /// <summary>Number of the ready descriptor at <paramref name="index"/> of the last <see cref="Wait"/>.</summary>
    public int Ready(int index) => (int)MemoryMarshal.Read<long>(_events.AsSpan((index * s_eventSize) + s_dataOffset));

    /// <summary>What happened to it: EPOLLIN, EPOLLOUT, EPOLLERR, EPOLLHUP.</summary>
    public uint Events(int index) => MemoryMarshal.Read<uint>(_events.AsSpan(index * s_eventSize));

    /// <inheritdoc />
    public void Dispose() => _descriptor.Dispose();
}
