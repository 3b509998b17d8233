using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Web.Features.RealServers;

/// <summary>Rows under one heading: those of a virtual service, or those of a host.</summary>
public sealed class BoardGroup
{
    internal BoardGroup(string key, bool isHost)
    {
        Key = key;
        IsHost = isHost;
    }

    /// <summary>Name of the service, or address of the host.</summary>
    public string Key { get; }

    /// <summary>Is it a host?</summary>
    public bool IsHost { get; }

    /// <summary>The service; null for a host.</summary>
    public VirtualServiceStatus? Service { get; internal set; }

    /// <summary>All its servers, in the order of the definition.</summary>
    public List<ServerEntry> Entries { get; } = [];

    /// <summary>Those the filter lets through.</summary>
    public List<ServerEntry> Shown { get; } = [];

    /// <summary>Established connections of all its servers; null where nothing is counted.</summary>
    public long? Active => Sum(entry => entry.Status.ActiveConnections);

    /// <summary>Other connections of all its servers; null where nothing is counted.</summary>
    public long? Inactive => Sum(entry => entry.Status.InactiveConnections);

    /// <summary>New connections a second of all its servers; null where nothing is counted.</summary>
    public double? RateAt(DateTimeOffset at)
    {
        double? sum = null;
        foreach (ServerEntry entry in Entries)
            if (entry.RateAt(at) is { } rate) sum = (sum ?? 0) + rate;
        return sum;
    }

    /// <summary>Servers that serve.</summary>
    public int Up => Entries.Count(entry => entry.Tile == ServerTile.Up);

    /// <summary>Takes the shown ones again.</summary>
    internal void Refill()
    {
        Shown.Clear();
        foreach (ServerEntry entry in Entries)
            if (entry.IsShown) Shown.Add(entry);
    }

    private long? Sum(Func<ServerEntry, long?> part)
    {
        long? sum = null;
        foreach (ServerEntry entry in Entries)
            if (part(entry) is { } one) sum = (sum ?? 0) + one;
        return sum;
    }
}
