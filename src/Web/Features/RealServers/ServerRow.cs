using KeepaliveConsole.Engine;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Web.Components.Live;
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

    /// <summary>What kind of check; <c>no check</c> when there is none.</summary>
    public required string Check { get; init; }

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

    /// <summary>The same as an age.</summary>
    public string? SinceAge { get; init; }

    /// <summary>Why it is in this state.</summary>
    public string? Reason { get; init; }

    /// <summary>The last 60 probes, oldest first.</summary>
    public ValueArray<ProbeBeat> Beats { get; init; }

    /// <summary>Makes the row.</summary>
    public static ServerRow From(string service, RealServerStatus server, PictureAge picture, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(server);
        return new ServerRow
        {
            Service = service,
            Address = server.Address,
            State = StateToken.For(server, picture.Worse(server.Freshness)),
            Admin = server.Admin,
            InTable = server.InTable,
            EffectiveWeight = server.EffectiveWeight,
            Weight = server.Weight,
            Check = server.CheckKind.Length > 0 ? server.CheckKind : "no check",
            LastResult = server.LastProbe?.Message,
            LastPassed = server.LastProbe?.Passed,
            Latency = server.LastProbe is { } probe ? Ages.Latency(probe.Duration) : null,
            LastProbeAt = server.LastProbe?.At,
            Since = server.StateSince,
            SinceAge = server.StateSince is { } since ? Ages.Text(now - since) : null,
            Reason = server.StateReason,
            Beats = server.Beats,
        };
    }
}
