using System.Globalization;
using KeepaliveConsole.Engine;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Web.Components.Parts;

namespace KeepaliveConsole.Web.Features.RealServers;

/// <summary>One real server's row. Equal by content, so that a row is drawn again only when something on it changed.</summary>
public sealed record ServerRow
{
    /// <summary>Name of the virtual service.</summary>
    public required string Service { get; init; }

    /// <summary>Endpoint.</summary>
    public required string Address { get; init; }

    /// <summary>What the checks say, with its age taken into account.</summary>
    public required StateToken State { get; init; }

    /// <summary>What the operator wants.</summary>
    public required AdminState Admin { get; init; }

    /// <summary>Is it in the kernel's table now?</summary>
    public required bool InTable { get; init; }

    /// <summary>Weight in force.</summary>
    public required int EffectiveWeight { get; init; }

    /// <summary>Weight as defined.</summary>
    public required int Weight { get; init; }

    /// <summary>What the weight comes from when it is not the defined one; null = it is.</summary>
    public string? WeightReason { get; init; }

    /// <summary>Established connections; null where nothing is counted.</summary>
    public long? Active { get; init; }

    /// <summary>Other connections; null where nothing is counted.</summary>
    public long? Inactive { get; init; }

    /// <summary>New connections a second: <c>12</c> or <c>0.4</c>; null where nothing is counted.</summary>
    public string? Rate { get; init; }

    /// <summary>What kind of check; null when there is none.</summary>
    public required string? Check { get; init; }

    /// <summary>What the last probe said; null before the first.</summary>
    public string? LastResult { get; init; }

    /// <summary>Did it pass? Null before the first.</summary>
    public bool? LastPassed { get; init; }

    /// <summary>How long it took; null before the first.</summary>
    public string? Latency { get; init; }

    /// <summary>When it started, UTC; null before the first.</summary>
    public DateTimeOffset? LastProbeAt { get; init; }

    /// <summary>When the state last changed, UTC; null = not since the start.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>The same as an age, in one unit, so that a calm row is not drawn every second.</summary>
    public string? SinceAge { get; init; }

    /// <summary>Why it is in this state: what an operator said goes first.</summary>
    public string? Reason { get; init; }

    /// <summary>The last 60 probes, oldest first.</summary>
    public ValueArray<ProbeBeat> Beats { get; init; }

    /// <summary>Address of the page about it.</summary>
    public string Href => ServerAddress.Of(Service, Address);

    /// <summary>Makes the row.</summary>
    public static ServerRow From(ServerEntry entry, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(entry);
        RealServerStatus server = entry.Status;
        return new ServerRow
        {
            Service = entry.Service,
            Address = server.Address,
            State = StateToken.For(server, entry.Freshness),
            Admin = server.Admin,
            InTable = server.InTable,
            EffectiveWeight = server.EffectiveWeight,
            Weight = server.Weight,
            WeightReason = server.WeightReason,
            Active = server.ActiveConnections,
            Inactive = server.InactiveConnections,
            Rate = RateText(entry.RateAt(now)),
            Check = server.CheckKind.Length > 0 ? server.CheckKind : null,
            LastResult = server.LastProbe?.Message,
            LastPassed = server.LastProbe?.Passed,
            Latency = server.LastProbe is { } probe ? Ages.Latency(probe.Duration) : null,
            LastProbeAt = server.LastProbe?.At,
            Since = server.StateSince,
            SinceAge = server.StateSince is { } since ? OneUnit(now - since) : null,
            Reason = server.Admin != AdminState.Enabled && server.AdminReason is { } said ? said : server.StateReason,
            Beats = server.Beats,
        };
    }

    /// <summary><c>0</c>, <c>0.4</c>, <c>12</c>; null for null.</summary>
    public static string? RateText(double? rate) => rate switch
    {
        null => null,
        0 => "0",
        < 10 => rate.Value.ToString("0.0", CultureInfo.InvariantCulture),
        _ => rate.Value.ToString("0", CultureInfo.InvariantCulture),
    };

    private static string OneUnit(TimeSpan age) => age switch
    {
        { TotalSeconds: < 1 } => "0 s",
        { TotalSeconds: < 60 } => string.Create(CultureInfo.InvariantCulture, $"{age.Seconds} s"),
        { TotalMinutes: < 60 } => string.Create(CultureInfo.InvariantCulture, $"{age.Minutes} min"),
        { TotalHours: < 24 } => string.Create(CultureInfo.InvariantCulture, $"{age.Hours} h"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(int)age.TotalDays} d"),
    };
}

/// <summary>Addresses of the pages about real servers, relative to the console's base.</summary>
public static class ServerAddress
{
    /// <summary>The page about one real server.</summary>
    public static string Of(string service, string server) => $"real-servers/detail?service={Uri.EscapeDataString(service)}&server={Uri.EscapeDataString(server)}";

    /// <summary>The list with only what belongs to a service.</summary>
    public static string ListOf(string service) => $"real-servers?search={Uri.EscapeDataString(service)}";
}
