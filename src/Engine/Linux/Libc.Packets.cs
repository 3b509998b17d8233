using System.Runtime.InteropServices;

namespace KeepaliveConsole.Engine.Linux;

/// <summary>Calls that move many datagrams at once, and the filter of a socket.</summary>
internal static unsafe partial class Libc
{
    public const int SO_ATTACH_FILTER = 26;
    public const int SO_DETACH_FILTER = 27;

    /// <summary>struct msghdr: 56 bytes.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct MessageHeader
    {
        public byte* Name;
        public uint NameLength;
        public IoVector* Vectors;
        public nuint VectorCount;
        public byte* Control;
        public nuint ControlLength;
        public int Flags;
    }

    /// <summary>struct mmsghdr: 64 bytes.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct BatchedMessage
    {
        public MessageHeader Header;
        public uint Length;
    }

    /// <summary>struct iovec.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct IoVector
    {
        public byte* Base;
        public nuint Length;
    }

    /// <summary>struct sock_filter: one instruction of classic BPF.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct FilterInstruction
    {
        public ushort Code;
        public byte JumpTrue;
        public byte JumpFalse;
        public uint Operand;
    }

    /// <summary>struct sock_fprog.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct FilterProgram
    {
        public ushort Length;
        public FilterInstruction* Instructions;
    }

    [LibraryImport("libc", SetLastError = true)]
    public static partial int sendmmsg(int fd, BatchedMessage* messages, uint count, int flags);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int recvmmsg(int fd, BatchedMessage* messages, uint count, int flags, TimeSpec* timeout);
}
