using System.Text;

namespace KeepaliveConsole.Engine.Linux.Processes;

/// <summary>
/// Says that something happened in the directories of some files, by inotify. A directory that does not exist yet cannot be
/// watched; the owner reads the files once a second as well and asks again.
/// </summary>
internal sealed unsafe class FileWatch : IDisposable
{
    // IN_MODIFY | IN_CLOSE_WRITE | IN_MOVED_FROM | IN_MOVED_TO | IN_CREATE | IN_DELETE | IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR
    private const uint Changes = 0x2 | 0x8 | 0x40 | 0x80 | 0x100 | 0x200 | 0x400 | 0x800 | 0x0100_0000;
    private const int IgnoredEvent = 0x8000;
    private const int HeaderLength = 16;

    private readonly Dictionary<string, int> _watches = new(StringComparer.Ordinal);
    private readonly Descriptor? _descriptor;

    /// <summary>Opens it. When the limit of inotify instances is reached it stays silent, and the owner's reading once a second is what is left.</summary>
    public FileWatch()
    {
        int number = Libc.inotify_init1(Libc.IN_CLOEXEC | Libc.IN_NONBLOCK);
        _descriptor = number >= 0 ? new Descriptor(number) : null;
    }

    /// <summary>Readable when something happened; -1 = never.</summary>
    public int Number => _descriptor?.Number ?? -1;

    /// <summary>Watches these directories, and no others.</summary>
    public void Watch(IReadOnlyCollection<string> directories)
    {
        if (_descriptor is null) return;
        foreach (string gone in _watches.Keys.Where(known => !directories.Contains(known)).ToList())
        {
            _ = Libc.inotify_rm_watch(_descriptor.Number, _watches[gone]); // fails when the directory itself is gone
            _watches.Remove(gone);
        }

        foreach (string directory in directories)
        {
            if (_watches.ContainsKey(directory)) continue;
            fixed (byte* path = Encoding.UTF8.GetBytes(directory + '\0'))
            {
                int watch = Libc.inotify_add_watch(_descriptor.Number, path, Changes);
                if (watch >= 0) _watches[directory] = watch;
            }
        }
    }

    /// <summary>Takes in all that has happened; false = nothing has.</summary>
    public bool Read()
    {
        if (_descriptor is null) return false;
        bool any = false;
        byte* buffer = stackalloc byte[4096];
        nint length;
        while ((length = Libc.read(_descriptor.Number, buffer, 4096)) > 0)
        {
            for (int at = 0; at + HeaderLength <= length; at += HeaderLength + *(int*)(buffer + at + 12))
            {
                any = true;
                // The kernel has dropped the watch: the directory was removed or moved. Watched anew once it is back.
                int watch = *(int*)(buffer + at);
                if ((*(int*)(buffer + at + 4) & IgnoredEvent) == 0) continue;
                foreach (string directory in _watches.Where(known => known.Value == watch).Select(known => known.Key).ToList()) _watches.Remove(directory);
            }
        }

        return any;
    }

    /// <inheritdoc />
    public void Dispose() => _descriptor?.Dispose();
}
