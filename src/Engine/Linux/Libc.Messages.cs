using System.Runtime.InteropServices;

namespace KeepaliveConsole.Engine.Linux;

/// <summary>Calls that pass several messages, or an address with one.</summary>
internal static unsafe partial class Libc
{
    /// <summary>struct iovec.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct IoVector
    {
        public void* Base;
        public nuint Length;
    }

    /// <summary>struct mmsghdr: struct msghdr, and the bytes taken.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct MessageHeader
    {
        public void* Name;
        public uint NameLength;
        public IoVector* Vectors;
        public nuint VectorCount;
        public void* Control;
        public nuint ControlLength;
        public long Flags; // an int, and padding to the end of struct msghdr
        public ulong Taken; // an unsigned int, and padding
    }

    [LibraryImport("libc", SetLastError = true)]
    public static partial int sendmmsg(int fd, MessageHeader* messages, uint count, int flags);

    [LibraryImport("libc", SetLastError = true)]
    public static partial nint recvfrom(int fd, byte* buffer, nint length, int flags, byte* address, int* addressLength);
}
