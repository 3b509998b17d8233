using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Web.Features.RealServers;

/// <summary>
/// The ticked rows of the list. They stand in the page's address, so that they survive a reload; but only up to <see cref="MostInAddress"/>, because a
/// longer address is cut by proxies and by chat programs.
/// </summary>
public sealed class SelectedServers
{
    /// <summary>Most rows that the address keeps: 50.</summary>
    public const int MostInAddress = 50;

    private readonly HashSet<(string Service, string Server)> _keys = [];
    private string[] _written = [];

    /// <summary>The rows: name of the service, endpoint of the server.</summary>
    public IReadOnlySet<(string Service, string Server)> Keys => _keys;

    /// <summary>Are there more than the address keeps?</summary>
    public bool IsTooMany => _keys.Count > MostInAddress;

    /// <summary>Ticks a row, or takes the tick away.</summary>
    public void Set(string service, string server, bool isSelected)
    {
        if (isSelected) _keys.Add((service, server));
        else _keys.Remove((service, server));
    }

    /// <summary>Takes ticks away.</summary>
    public void Remove(IEnumerable<(string Service, string Server)> keys) => _keys.ExceptWith(keys);

    /// <summary>Takes all ticks away.</summary>
    public void Clear() => _keys.Clear();

    /// <summary>Takes the ticks of rows away that <paramref name="status"/> does not have any more.</summary>
    public void Forget(EngineStatus status)
    {
        ArgumentNullException.ThrowIfNull(status);
        HashSet<(string, string)> there = [.. status.VirtualServices.SelectMany(service => service.RealServers.Select(server => (service.Name, server.Address)))];
        _keys.IntersectWith(there);
    }

    /// <summary>What the address says of the rows, in a stable order; empty = nothing is selected, or too many are.</summary>
    public string[] Write() => _written = IsTooMany ? [] : [.. _keys.Select(key => $"{key.Service} {key.Server}").Order(StringComparer.Ordinal)];

    /// <summary>Takes what the address says, unless it is what was written there last. Rows that <paramref name="status"/> does not have are left out.</summary>
    public void Read(IReadOnlyList<string>? address, EngineStatus status)
    {
        ArgumentNullException.ThrowIfNull(status);
        address ??= [];
        if (address.SequenceEqual(_written)) return;
        _written = [.. address];
        _keys.Clear();
        foreach (string each in address.Take(MostInAddress))
        {
            // An endpoint holds no blank; the name of a service may.
            int cut = each.LastIndexOf(' ');
            if (cut > 0 && IsThere(status, each[..cut], each[(cut + 1)..])) _keys.Add((each[..cut], each[(cut + 1)..]));
        }
    }

    private static bool IsThere(EngineStatus status, string service, string server) =>
        status.VirtualServices.FirstOrDefault(each => each.Name == service)?.RealServers.Any(each => each.Address == server) == true;
}
