using System.Globalization;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Web.Components.Parts;

/// <summary>How a state looks: always a shape, a word and a colour together, so that none of them is needed alone.</summary>
/// <param name="Style">Suffix of the CSS class, such as <c>up</c>.</param>
/// <param name="Glyph">The shape.</param>
/// <param name="Word">The word.</param>
/// <param name="Hint">One sentence for the tooltip.</param>
public sealed record StateToken(string Style, Glyph Glyph, string Word, string Hint)
{
    /// <summary>A VRRP state of this node.</summary>
    public static StateToken For(VrrpState state, Freshness freshness) => Aged(state switch
    {
        VrrpState.Master => new("up", Glyph.CircleCheck, "Master", "This node holds the addresses and sends adverts."),
        VrrpState.Backup => new("backup", Glyph.Circle, "Backup", "This node stands by and hears the master."),
        VrrpState.Fault => new("down", Glyph.OctagonCross, "Fault", "This node cannot take part."),
        _ => new("unknown", Glyph.DashedCircle, "Initialize", "This node does not take part: not started, or stopped."),
    }, freshness);

    /// <summary>What the checks say about a real server.</summary>
    public static StateToken For(RealServerStatus server, Freshness freshness)
    {
        ArgumentNullException.ThrowIfNull(server);
        return Aged(server.State switch
        {
            RealServerState.Up => new("up", Glyph.CircleCheck, "Up", "Every check passes."),
            RealServerState.GoingDown => new("falling", Glyph.HalfRight, Progress("Going down", server.FailuresInARow, server.FailuresToDown),
                "Still serving: a check failed and its retries are running."),
            RealServerState.Down => new("down", Glyph.OctagonCross, "Down", "A check failed with all its retries."),
            RealServerState.GoingUp => new("rising", Glyph.HalfLeft, Progress("Going up", server.ChecksPassing, server.ChecksTotal),
                "Not serving yet: some but not all checks pass."),
            _ => new("unknown", Glyph.DashedCircle, "Unknown", "No check has finished yet."),
        }, freshness);
    }

    /// <summary>What the operator wants of a real server.</summary>
    public static StateToken For(AdminState admin) => admin switch
    {
        AdminState.Drain => new("drain", Glyph.ArrowToBar, "Drain", "Takes no new connections; established ones go on."),
        AdminState.Maintenance => new("maintenance", Glyph.Wrench, "Maintenance", "Taken out of the table by an operator."),
        _ => new("enabled", Glyph.Circle, "Enabled", "Takes traffic while its checks pass."),
    };

    /// <summary>How grave something is.</summary>
    public static StateToken For(EventSeverity severity) => severity switch
    {
        EventSeverity.Critical => new("down", Glyph.OctagonCross, "Critical", "Service is or may be affected."),
        EventSeverity.Warning => new("warning", Glyph.Triangle, "Warning", "Redundancy or capacity is lower than wanted."),
        _ => new("info", Glyph.InfoCircle, "Info", "Part of normal work."),
    };

    private static StateToken Aged(StateToken token, Freshness freshness) => freshness switch
    {
        Freshness.Stale => new("stale", Glyph.Clock, token.Word + " · stale", "Seen too long ago to trust: " + token.Hint),
        Freshness.Unknown => new("unknown", Glyph.DashedCircle, token.Word is "Unknown" ? "Unknown" : "Unknown · was " + token.Word, "Not seen for more than three intervals. Last known: " + token.Hint),
        _ => token,
    };

    private static string Progress(string word, int done, int of) =>
        of > 1 ? string.Create(CultureInfo.InvariantCulture, $"{word} {Math.Min(done, of)}/{of}") : word;
}
