using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Linux;
using KeepaliveConsole.Engine.Linux.Netlink;
using KeepaliveConsole.Engine.Linux.Processes;
using KeepaliveConsole.Engine.Linux.Route;
using KeepaliveConsole.Engine.Vrrp.Tracking;

namespace KeepaliveConsole.Engine.Runtime.Tracking;

/// <summary>
/// Looks at processes, files and interfaces, and waits for the kernel to say that something happened. Opens only what is
/// needed. For one thread, in the network namespace whose interfaces count.
/// </summary>
/// <param name="sink">Told once when the kernel gives no process events.</param>
internal sealed class TrackEyes(IEventSink sink) : IDisposable
{
    private readonly ProcessCount _processes = new();
    private readonly Dictionary<string, LinkFacts> _links = new(StringComparer.Ordinal);
    private FileWatch? _files;
    private ProcessEvents? _events;
    private NetlinkSocket? _monitor;
    private NetlinkSocket? _lister;
    private bool _triedEvents;

    /// <summary>Is there no event for a process, so that /proc must be read once a second?</summary>
    public bool MustScan => _events is null;

    /// <summary>Descriptors that become readable when something happened; -1 = not open.</summary>
    public ReadOnlySpan<int> Numbers => new[] { _files?.Number ?? -1, _events?.Number ?? -1, _monitor?.Number ?? -1 };

    /// <summary>Watches for these.</summary>
    public void Want(IReadOnlyList<ProcessTracker> processes, IReadOnlyList<FileTracker> files, bool anyInterface)
    {
        if (processes.Count > 0) OpenEvents();
        _processes.Want([.. processes.Select(process => process.Definition)]);
        if (files.Count > 0) WatchFiles(files);
        if (anyInterface) OpenMonitor();
    }

    /// <summary>Asks to be told of these files; again once a second, for directories that did not exist before.</summary>
    public void WatchFiles(IReadOnlyList<FileTracker> files)
    {
        _files ??= new FileWatch();
        _files.Watch([.. files.Select(file => Path.GetDirectoryName(file.Definition.Path)).OfType<string>().Distinct(StringComparer.Ordinal)]);
    }

    /// <summary>Takes in what the kernel said about processes; the counts are right afterwards.</summary>
    public void ReadProcessEvents()
    {
        if (_events is not null && !_events.Read(_processes.Happened)) _processes.Scan();
    }

    /// <summary>Looks at every process.</summary>
    public void ScanProcesses() => _processes.Scan();

    /// <summary>Processes of one name.</summary>
    public int Count(string name) => _processes.Of(name);

    /// <summary>Did the kernel say something about files? Then they must be read anew.</summary>
    public bool ReadFileEvents() => _files?.Read() ?? false;

    /// <summary>Did the kernel say something about interfaces?</summary>
    public bool ReadLinkEvents()
    {
        bool any = false;
        return _monitor is not null && (!_monitor.ReadNotifications((_, _) => any = true).IsSuccess || any);
    }

    /// <summary>Lists the interfaces.</summary>
    public void ListLinks()
    {
        if (_lister is null) return;
        var found = new List<LinkFacts>();
        LinuxError error = _lister.Query(LinkMessages.List(), (type, payload) =>
        {
            if (type == RouteConstants.RTM_NEWLINK && LinkMessages.TryRead(payload, out LinkFacts link)) found.Add(link);
        });
        if (!error.IsSuccess) return; // changed meanwhile: its notification is on its way
        _links.Clear();
        foreach (LinkFacts link in found) _links[link.Name] = link;
    }

    /// <summary>Is the interface up, with carrier?</summary>
    public TrackReading Link(string name) =>
        !_links.TryGetValue(name, out LinkFacts? link) ? TrackReading.Down(Sentence.Text($"it does not exist"))
        : !link.IsUp ? TrackReading.Down(Sentence.Text($"it is set down"))
        : !link.HasCarrier ? TrackReading.Down(Sentence.Text($"it has no carrier")) : TrackReading.Up(Sentence.Text($"it is up, with carrier"));

    /// <summary>Reads a file; when it is new and an initial value is defined, writes that first.</summary>
    public TrackReading Read(FileTracker file)
    {
        if (file.IsNew)
        {
            file.IsNew = false;
            WriteInitial(file);
        }

        string? text = FileStart.Read(file.Definition.Path, TrackedFile.MaximumLength, out LinuxError error);
        return TrackedFile.Read(text, error.IsSuccess ? null : $"the file cannot be read, which counts as 0: {error}");
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _files?.Dispose();
        _events?.Dispose();
        _monitor?.Dispose();
        _lister?.Dispose();
    }

    private void WriteInitial(FileTracker file)
    {
        if (file.Definition.InitialValue is not { } value || (File.Exists(file.Definition.Path) && !file.Definition.OverwriteInitialValue)) return;
        try
        {
            File.WriteAllText(file.Definition.Path, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{value}\n"));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            sink.Publish(EngineNotice.Of($"track file {file.Definition.Name}", $"the initial value could not be written to {file.Definition.Path}: {exception.Message}", EventSeverity.Warning));
        }
    }

    private void OpenEvents()
    {
        if (_triedEvents) return;
        _triedEvents = true;
        if (!ProcessEvents.TryOpen(out _events, out string problem))
            sink.Publish(EngineNotice.Of("tracked processes", $"the kernel gives no process events ({problem}); processes are counted once a second instead", EventSeverity.Info));
    }

    private void OpenMonitor()
    {
        if (_monitor is not null) return;
        if (!NetlinkSocket.TryOpen(NetlinkConstants.NETLINK_ROUTE, RouteConstants.RTMGRP_LINK, out _monitor, out LinuxError error)
            || !NetlinkSocket.TryOpen(NetlinkConstants.NETLINK_ROUTE, 0, out _lister, out error))
            sink.Publish(EngineNotice.Of("tracked interfaces", $"their state cannot be read: {error}; they count as missing", EventSeverity.Critical));
    }
}
