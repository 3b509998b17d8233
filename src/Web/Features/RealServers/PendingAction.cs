using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using static KeepaliveConsole.Web.Components.Texts.ConsoleText;

namespace KeepaliveConsole.Web.Features.RealServers;

/// <summary>
/// Something a person asked of one real server. The row shows a spinner until the picture shows the effect: the page never
/// pretends that it happened.
/// </summary>
public sealed class PendingAction
{
    /// <summary>How long the picture may take before the page says that it does not show the effect: 10 s.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly DateTimeOffset _startedAt;
    private readonly AdminState? _wanted;
    private readonly DateTimeOffset? _probeBefore;

    private PendingAction(DateTimeOffset startedAt, string what, AdminState? wanted, DateTimeOffset? probeBefore)
    {
        _startedAt = startedAt;
        What = what;
        _wanted = wanted;
        _probeBefore = probeBefore;
    }

    /// <summary>What was asked, as a word for people, in English: <c>Drain</c>.</summary>
    public string What { get; }

    /// <summary>Has the service layer accepted it?</summary>
    public bool IsAccepted { get; private set; }

    /// <summary>A change of the administrative state.</summary>
    public static PendingAction Change(AdminState wanted, DateTimeOffset now) =>
        new(now, wanted switch { AdminState.Drain => Key("Drain"), AdminState.Maintenance => Key("Maintenance"), _ => Key("Enable") }, wanted, null);

    /// <summary>A check now: its effect is a probe newer than the last.</summary>
    public static PendingAction CheckNow(DateTimeOffset? lastProbeAt, DateTimeOffset now) => new(now, Key("Check now"), null, lastProbeAt);

    /// <summary>The service layer said yes; now the picture has to show it.</summary>
    public void Accept() => IsAccepted = true;

    /// <summary>Does the picture show the effect?</summary>
    public bool ShowsIn(RealServerStatus server)
    {
        ArgumentNullException.ThrowIfNull(server);
        return _wanted is { } wanted ? server.Admin == wanted : server.LastProbe?.At is { } at && at > (_probeBefore ?? DateTimeOffset.MinValue);
    }

    /// <summary>Has the picture taken too long?</summary>
    public bool IsOverdue(DateTimeOffset now) => IsAccepted && now - _startedAt > Patience;
}
