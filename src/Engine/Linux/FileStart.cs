using System.Text;

namespace KeepaliveConsole.Engine.Linux;

/// <summary>Reads the start of a small file without ever waiting: a pipe without a writer must not hold the thread.</summary>
internal static unsafe class FileStart
{
    /// <summary>Longest start that is read.</summary>
    public const int MaxBytes = 4096;

    /// <summary>The first <paramref name="most"/> bytes as they are; null = there is no such file (<paramref name="error"/> is then none) or it cannot be read.</summary>
    public static string? Read(string path, int most, out LinuxError error)
    {
        error = LinuxError.None;
        int number;
        fixed (byte* name = Encoding.UTF8.GetBytes(path + '\0')) number = Libc.open(name, Libc.O_RDONLY | Libc.O_NONBLOCK | Libc.O_CLOEXEC);
        if (number < 0)
        {
            LinuxError last = LinuxError.Last();
            if (last.Number != LinuxError.ENOENT) error = last;
            return null;
        }

        using var descriptor = new Descriptor(number);
        byte* buffer = stackalloc byte[MaxBytes];
        nint length = Libc.read(number, buffer, Math.Min(most, MaxBytes));
        if (length >= 0) return Encoding.Latin1.GetString(buffer, (int)length);
        error = LinuxError.Last();
        return null;
    }
}
