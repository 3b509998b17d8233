using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Web.Components.Live;

namespace KeepaliveConsole.Web.Features.RealServers;

/// <summary>
/// All real servers of a picture, grouped and filtered, kept from one wake to the next. The engine hands out the same object for a server that
/// has not changed, so a wake with ten thousand servers compares references and looks anew only at what differs. Not for several threads.
/// </summary>
public sealed class ServerBoard
{
    private readonly int[] _counts = new int[ServerTiles.Count];
    private readonly List<(VirtualServiceStatus Service, ServerEntry[] Entries)> _services = [];
    private List<BoardGroup> _all = [];
    private List<BoardGroup> _groups = [];
    private ServerFilter _filter = new();
    private bool _byHost;
    private Freshness _picture;

    /// <summary>The groups that have a row to show, and when nothing is filtered also those without servers.</summary>
    public IReadOnlyList<BoardGroup> Groups => _groups;

    /// <summary>Real servers there are.</summary>
    public int Total { get; private set; }

    /// <summary>Those that the filter lets through.</summary>
    public int Matching { get; private set; }

    /// <summary>Is no virtual service defined at all?</summary>
    public bool IsEmpty => _services.Count == 0;

    /// <summary>Rises whenever the groups or their rows are others than before; a changed row alone does not raise it.</summary>
    public int Layout { get; private set; }

    /// <summary>Servers that the last <see cref="Update"/> looked at anew.</summary>
    public int LookedAt { get; private set; }

    /// <summary>How many servers a tile counts, filtered or not.</summary>
    public int CountOf(ServerTile tile) => _counts[(int)tile];

    /// <summary>All servers that the filter lets through, in the order of the groups.</summary>
    public IEnumerable<ServerEntry> Shown => _groups.SelectMany(group => group.Shown);

    /// <summary>Takes a picture.</summary>
    /// <param name="status">The picture.</param>
    /// <param name="now">Wall clock.</param>
    /// <param name="filter">Which rows.</param>
    /// <param name="byHost">Group by host instead of by service.</param>
    public void Update(EngineStatus status, DateTimeOffset now, ServerFilter filter, bool byHost)
    {
        ArgumentNullException.ThrowIfNull(status);
        ArgumentNullException.ThrowIfNull(filter);
        PictureAge picture = PictureAge.Of(status, now);
        bool all = filter != _filter || picture.Freshness != _picture;
        bool built = !IsSame(status);
        if (built) Build(status);
        else TakeServices(status);
        bool grouped = built || byHost != _byHost;
        if (grouped) Group(byHost);
        (_filter, _byHost, _picture) = (filter, byHost, picture.Freshness);
        bool moved = Look(status, picture, all || built);
        if (grouped || moved || all) Fill();
    }

    private bool IsSame(EngineStatus status)
    {
        if (status.VirtualServices.Count != _services.Count) return false;
        for (int i = 0; i < _services.Count; i++)
        {
            VirtualServiceStatus now = status.VirtualServices[i];
            (VirtualServiceStatus before, ServerEntry[] entries) = _services[i];
            if (ReferenceEquals(now, before)) continue;
            if (now.Name != before.Name || now.RealServers.Count != entries.Length) return false;
            ReadOnlySpan<RealServerStatus> servers = now.RealServers.Span;
            for (int j = 0; j < servers.Length; j++)
                if (!ReferenceEquals(servers[j], entries[j].Status) && servers[j].Address != entries[j].Status.Address) return false;
        }

        return true;
    }

    // A server that stays keeps its entry, and with it the rate of its connections.
    private void Build(EngineStatus status)
    {
        Dictionary<(string, string), ServerEntry> known = [];
        foreach ((_, ServerEntry[] entries) in _services)
            foreach (ServerEntry entry in entries) known[(entry.Service, entry.Status.Address)] = entry;
        _services.Clear();
        Total = 0;
        foreach (VirtualServiceStatus service in status.VirtualServices)
        {
            var entries = new ServerEntry[service.RealServers.Count];
            for (int i = 0; i < entries.Length; i++)
            {
                RealServerStatus server = service.RealServers[i];
                entries[i] = known.GetValueOrDefault((service.Name, server.Address)) ?? new ServerEntry(service.Name, server, status.At);
            }

            Total += entries.Length;
            _services.Add((service, entries));
        }
    }

    private void TakeServices(EngineStatus status)
    {
        for (int i = 0; i < _services.Count; i++) _services[i] = (status.VirtualServices[i], _services[i].Entries);
    }

    private void Group(bool byHost)
    {
        _all = new List<BoardGroup>(_services.Count);
        Dictionary<string, BoardGroup> hosts = [];
        foreach ((VirtualServiceStatus service, ServerEntry[] entries) in _services)
        {
            if (!byHost)
            {
                var group = new BoardGroup(service.Name, isHost: false);
                group.Entries.AddRange(entries);
                _all.Add(group);
                continue;
            }

            foreach (ServerEntry entry in entries)
            {
                string host = HostOf(entry.Status.Address);
                if (!hosts.TryGetValue(host, out BoardGroup? group))
                {
                    hosts[host] = group = new BoardGroup(host, isHost: true);
                    _all.Add(group);
                }

                group.Entries.Add(entry);
            }
        }
    }

    // True when a row came or went.
    private bool Look(EngineStatus status, PictureAge picture, bool all)
    {
        bool moved = false;
        LookedAt = 0;
        Array.Clear(_counts);
        foreach ((VirtualServiceStatus service, ServerEntry[] entries) in _services)
        {
            ReadOnlySpan<RealServerStatus> servers = service.RealServers.Span;
            for (int i = 0; i < entries.Length; i++)
            {
                ServerEntry entry = entries[i];
                if (all || !ReferenceEquals(entry.Status, servers[i]))
                {
                    LookedAt++;
                    entry.Take(servers[i], status.At);
                    entry.Freshness = picture.Worse(servers[i].Freshness);
                    entry.Tile = ServerTiles.Of(servers[i], entry.Freshness);
                    bool isShown = _filter.Shows(service, servers[i], entry.Freshness);
                    moved |= isShown != entry.IsShown;
                    entry.IsShown = isShown;
                }

                _counts[(int)entry.Tile]++;
            }
        }

        if (!_byHost)
            for (int i = 0; i < _all.Count; i++) _all[i].Service = _services[i].Service;
        return moved;
    }

    private void Fill()
    {
        _groups = new List<BoardGroup>(_all.Count);
        Matching = 0;
        foreach (BoardGroup group in _all)
        {
            group.Refill();
            Matching += group.Shown.Count;
            if (group.Shown.Count > 0 || !_filter.IsActive) _groups.Add(group);
        }

        Layout++;
    }

    // "10.88.0.101:80" and "[2001:db8::1]:80" without the port.
    private static string HostOf(string endpoint)
    {
        int colon = endpoint.LastIndexOf(':');
        return colon <= 0 || (endpoint[0] == '[' && endpoint[^1] == ']') ? endpoint : endpoint[..colon];
    }
}
