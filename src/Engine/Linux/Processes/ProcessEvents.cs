using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using KeepaliveConsole.Engine.Linux.Netlink;

namespace KeepaliveConsole.Engine.Linux.Processes;

/// <summary>What happened to a process.</summary>
internal enum ProcessEventKind
{
    /// <summary>It made a child; <see cref="ProcessEvent.Child"/> is it.</summary>
    Fork,

    /// <summary>It runs another program, or has another name.</summary>
    Renamed,

    /// <summary>It ended.</summary>
    Exit,
}

/// <summary>One event. Threads make none.</summary>
internal readonly record struct ProcessEvent(ProcessEventKind Kind, int Pid, int Child);

/// <summary>
/// The kernel's process connector (linux/cn_proc.h): fork, exec, rename and exit as they happen, without looking for them.
/// Needs CAP_NET_ADMIN, and works only in the host's own network and process namespaces: elsewhere <see cref="TryOpen"/> says no.
/// </summary>
internal sealed unsafe class ProcessEvents : IDisposable
{
    private const int NETLINK_CONNECTOR = 11;
    private const uint CN_IDX_PROC = 1;
    private const uint PROC_CN_MCAST_LISTEN = 1;
    private const uint PROC_EVENT_NONE = 0;
    private const uint PROC_EVENT_FORK = 0x1;
    private const uint PROC_EVENT_EXEC = 0x2;
    private const uint PROC_EVENT_COMM = 0x200;
    private const uint PROC_EVENT_EXIT = 0x8000_0000;

    // struct cn_msg, then the event's kind, processor and time.
    private const int ConnectorLength = 20;
    private const int EventLength = 16;
    private static readonly TimeSpan s_answerLimit = TimeSpan.FromMilliseconds(500);

    private readonly NetlinkSocket _socket;

    private ProcessEvents(NetlinkSocket socket) => _socket = socket;

    /// <summary>Readable when something happened.</summary>
    public int Number => _socket.Number;

    /// <summary>Opens it and waits for the kernel's consent; false when it is refused or does not answer.</summary>
    public static bool TryOpen([NotNullWhen(true)] out ProcessEvents? events, out string problem)
    {
        events = null;
        problem = "";
        if (!NetlinkSocket.TryOpen(NETLINK_CONNECTOR, CN_IDX_PROC, out NetlinkSocket? socket, out LinuxError error))
        {
            problem = error.ToString();
            return false;
        }

        Span<uint> message = [NetlinkConstants.HeaderLength + ConnectorLength + 4, NetlinkConstants.NLMSG_DONE, 0, (uint)Environment.ProcessId, CN_IDX_PROC, CN_IDX_PROC, 0, 0, 4, PROC_CN_MCAST_LISTEN];
        fixed (uint* bytes = message)
        {
            if (Libc.send(socket.Number, (byte*)bytes, message.Length * sizeof(uint), 0) < 0)
            {
                problem = LinuxError.Last().ToString();
                socket.Dispose();
                return false;
            }
        }

        // In another namespace the kernel takes the message and stays silent. Any event is an answer too.
        uint? refused = null;
        bool any = false;
        Readable.Wait([socket.Number], s_answerLimit);
        bool answered = socket.ReadNotifications((_, payload) =>
        {
            any = true;
            if (payload.Length >= ConnectorLength + EventLength + 4 && Number32(payload, ConnectorLength) == PROC_EVENT_NONE)
                refused = Number32(payload, ConnectorLength + EventLength);
        }).IsSuccess && any;
        if (answered && refused is null or 0)
        {
            events = new ProcessEvents(socket);
            return true;
        }

        problem = refused is { } number ? new LinuxError((int)number).ToString() : "the kernel does not answer; this is not the host's own network and process namespace";
        socket.Dispose();
        return false;
    }

    /// <summary>Hands out what has happened. False: some of it is lost, so look at /proc.</summary>
    public bool Read(Action<ProcessEvent> happened) => _socket.ReadNotifications((_, payload) =>
    {
        if (TryParse(payload, out ProcessEvent found)) happened(found);
    }).IsSuccess;

    /// <inheritdoc />
    public void Dispose() => _socket.Dispose();

    /// <summary>Reads struct cn_msg with struct proc_event; false for threads and for what is of no interest.</summary>
    internal static bool TryParse(ReadOnlySpan<byte> payload, out ProcessEvent found)
    {
        found = default;
        if (payload.Length < ConnectorLength + EventLength + 8) return false;
        ReadOnlySpan<byte> data = payload[(ConnectorLength + EventLength)..];
        int pid = (int)Number32(data, 0);
        int group = (int)Number32(data, 4);
        switch (Number32(payload, ConnectorLength))
        {
            // Parent's thread and process, child's thread and process. A new thread is no new process.
            case PROC_EVENT_FORK when data.Length >= 16 && Number32(data, 8) == Number32(data, 12):
                found = new ProcessEvent(ProcessEventKind.Fork, group, (int)Number32(data, 12));
                return true;
            case PROC_EVENT_EXEC:
            case PROC_EVENT_COMM when pid == group:
                found = new ProcessEvent(ProcessEventKind.Renamed, group, 0);
                return true;
            case PROC_EVENT_EXIT when pid == group:
                found = new ProcessEvent(ProcessEventKind.Exit, pid, 0);
                return true;
            default:
                return false;
        }
    }

    private static uint Number32(ReadOnlySpan<byte> bytes, int at) => MemoryMarshal.Read<uint>(bytes[at..]);
}
