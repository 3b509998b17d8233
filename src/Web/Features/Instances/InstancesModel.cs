using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Web.Components.Texts;

namespace KeepaliveConsole.Web.Features.Instances;

/// <summary>What the page of VRRP instances shows, made from one picture at one moment.</summary>
public sealed record InstancesModel
{
    /// <summary>The rows that the search lets through, in the order of the picture.</summary>
    public required IReadOnlyList<InstanceRow> Rows { get; init; }

    /// <summary>Instances there are.</summary>
    public required int Total { get; init; }

    /// <summary>What this process lacks to take part, with the way out; null = nothing.</summary>
    public string? NotPermitted { get; init; }

    /// <summary>The instance chosen in the page's address; null = none, or there is none of that name.</summary>
    public VrrpInstanceStatus? Selected { get; init; }

    /// <summary>Makes the model.</summary>
    /// <param name="status">The picture.</param>
    /// <param name="now">Wall clock.</param>
    /// <param name="search">Text that name, interface, owner, an address or the sync group contains, without regard to case; null or empty = all.</param>
    /// <param name="selected">Name of the chosen instance; null = none.</param>
    /// <param name="text">The viewer's language.</param>
    public static InstancesModel From(EngineStatus status, DateTimeOffset now, string? search, string? selected, ConsoleText text)
    {
        ArgumentNullException.ThrowIfNull(status);
        return new InstancesModel
        {
            Rows = [.. status.Vrrp.Select(instance => InstanceRow.From(instance, status, now, text)).Where(row => Shows(row, search))],
            Total = status.Vrrp.Count,
            NotPermitted = status.Engine.VrrpNotPermitted,
            Selected = status.Vrrp.FirstOrDefault(instance => instance.Name == selected),
        };
    }

    private static bool Shows(InstanceRow row, string? search)
    {
        if (string.IsNullOrWhiteSpace(search)) return true;
        string wanted = search.Trim();
        return row.Card.Addresses.Select(address => address.Text).Concat([row.Name, row.Interface, row.Card.Owner, row.SyncGroup ?? ""])
            .Any(text => text.Contains(wanted, StringComparison.OrdinalIgnoreCase));
    }
}
