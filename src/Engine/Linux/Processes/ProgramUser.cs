using System.Runtime.InteropServices;
using System.Text;

namespace KeepaliveConsole.Engine.Linux.Processes;

/// <summary>The user and group a program runs as.</summary>
/// <param name="Name">Name of the user.</param>
/// <param name="Uid">Its number.</param>
/// <param name="Gid">Number of the group.</param>
/// <param name="Home">Home directory.</param>
internal sealed record ProgramUser(string Name, uint Uid, uint Gid, string Home)
{
    /// <summary>Who runs programs when nobody is named.</summary>
    public const string Default = "nobody";

    private const int BufferLength = 16 * 1024;

    /// <summary>
    /// Looks up <c>user</c>, <c>user:group</c> or <c>user group</c>. Without a group it is the user's own. Null when there is no
    /// such user or group; <paramref name="problem"/> then says so.
    /// </summary>
    public static ProgramUser? Find(string name, out string? problem)
    {
        string[] parts = name.Split([':', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        problem = null;
        if (parts.Length is 0 or > 2)
        {
            problem = $"'{name}' is not a user, or user:group";
            return null;
        }

        if (FindUser(parts[0]) is not { } user)
        {
            problem = $"there is no user {parts[0]} on this node";
            return null;
        }

        if (parts.Length == 1) return user;
        if (FindGroup(parts[1]) is { } gid) return user with { Gid = gid };
        problem = $"there is no group {parts[1]} on this node";
        return null;
    }

    private static unsafe ProgramUser? FindUser(string name)
    {
        byte[] buffer = new byte[BufferLength];
        Libc.Passwd entry;
        Libc.Passwd* found;
        fixed (byte* text = Encoding.UTF8.GetBytes(name + '\0'), space = buffer)
        {
            int error = Libc.getpwnam_r(text, &entry, space, BufferLength, &found);
            return error != 0 || found is null ? null : new ProgramUser(name, entry.Uid, entry.Gid, Marshal.PtrToStringUTF8((nint)entry.Directory) ?? "/");
        }
    }

    private static unsafe uint? FindGroup(string name)
    {
        byte[] buffer = new byte[BufferLength];
        Libc.Group entry;
        Libc.Group* found;
        fixed (byte* text = Encoding.UTF8.GetBytes(name + '\0'), space = buffer)
        {
            int error = Libc.getgrnam_r(text, &entry, space, BufferLength, &found);
            return error != 0 || found is null ? null : entry.Gid;
        }
    }
}
