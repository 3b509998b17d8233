using System.Text;

namespace KeepaliveConsole.Engine.Linux.Processes;

/// <summary>
/// A named pipe that is written to without ever waiting. It is held open for reading too, so that lines written before a
/// reader comes are kept (64 KiB), and a reader that goes away does no harm.
/// </summary>
internal sealed unsafe class NamedPipe : IDisposable
{
    private const uint OwnerOnly = 0x180; // 0600
    private const int AT_EMPTY_PATH = 0x1000;
    private const int S_IFMT = 0xF000;
    private const int S_IFIFO = 0x1000;

    private readonly Descriptor _descriptor;
    private readonly string _path;
    private readonly bool _isOurs;

    private NamedPipe(Descriptor descriptor, string path, bool isOurs) => (_descriptor, _path, _isOurs) = (descriptor, path, isOurs);

    /// <summary>Opens the pipe; makes it, readable and writable for <paramref name="owner"/> only, when there is none. Null = it cannot be, and <paramref name="problem"/> says why.</summary>
    public static NamedPipe? Open(string path, ProgramUser owner, out string? problem)
    {
        problem = null;
        bool isOurs;
        int number;
        fixed (byte* name = Encoding.UTF8.GetBytes(path + '\0'))
        {
            isOurs = Libc.mkfifo(name, OwnerOnly) == 0;
            LinuxError made = LinuxError.Last();
            if (!isOurs && made.Number != LinuxError.EEXIST)
            {
                problem = $"{path} cannot be made: {made}";
                return null;
            }

            // Looked at before it is opened: opening a device may do something.
            Libc.StatX facts;
            bool isPipe = Libc.statx(Libc.AT_FDCWD, name, Libc.AT_SYMLINK_NOFOLLOW, Libc.STATX_BASIC_STATS, &facts) == 0 && (facts.Mode & S_IFMT) == S_IFIFO;
            number = isPipe ? Libc.open(name, Libc.O_RDWR | Libc.O_NONBLOCK | Libc.O_CLOEXEC) : -1;
            if (number < 0)
            {
                problem = isPipe ? $"{path} cannot be opened: {LinuxError.Last()}" : $"{path} exists and is no named pipe; remove it or name another path";
                return null;
            }
        }

        var descriptor = new Descriptor(number);
        Libc.StatX opened;
        byte empty = 0;
        if (Libc.statx(number, &empty, AT_EMPTY_PATH, Libc.STATX_BASIC_STATS, &opened) != 0 || (opened.Mode & S_IFMT) != S_IFIFO)
        {
            descriptor.Dispose();
            problem = $"{path} was exchanged while it was opened";
            return null;
        }

        if (isOurs) _ = Libc.fchown(number, owner.Uid, owner.Gid); // without CAP_CHOWN it stays ours
        return new NamedPipe(descriptor, path, isOurs);
    }

    /// <summary>Writes a whole line of at most 4096 bytes or nothing; false = the pipe is full, nobody reads it.</summary>
    public bool TryWrite(string line)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(line);
        fixed (byte* text = bytes) return Libc.write(_descriptor.Number, text, bytes.Length) == bytes.Length;
    }

    /// <summary>Closes it, and removes it when it was made here.</summary>
    public void Dispose()
    {
        _descriptor.Dispose();
        if (!_isOurs) return;
        try
        {
            File.Delete(_path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Somebody else has taken its place or its directory; what is there now is not ours to remove.
        }
    }
}
