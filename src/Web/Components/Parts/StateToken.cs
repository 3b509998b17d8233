using System.Globalization;
using static KeepaliveConsole.Web.Components.Texts.ConsoleText;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Web.Components.Texts;

namespace KeepaliveConsole.Web.Components.Parts;

/// <summary>How a state looks: always a shape, a word and a colour together, so that none of them is needed alone.</summary>
/// <param name="Style">Suffix of the CSS class, such as <c>up</c>.</param>
/// <param name="Glyph">The shape.</param>
/// <param name="Word">The word, in English.</param>
/// <param name="Hint">One sentence for the tooltip, in English.</param>
public sealed record StateToken(string Style, Glyph Glyph, string Word, string Hint)
{
    /// <summary>How far it got, such as <c>2/3</c>; null = it goes in one step.</summary>
    public string? Progress { get; init; }

    /// <summary>How old the observation is; default fresh.</summary>
    public Freshness Freshness { get; init; }

    /// <summary>The word in a language, with progress and age.</summary>
    public string WordIn(ConsoleText text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string word = text[Word] + (Progress is null ? "" : " " + Progress);
        return Freshness switch
        {
            Freshness.Stale => text["{0} · stale", word],
            Freshness.Unknown when Word != "Unknown" => text["Unknown · was {0}", word],
            _ => word,
        };
    }

    /// <summary>The sentence in a language, with the age.</summary>
    public string HintIn(ConsoleText text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Freshness switch
        {
            Freshness.Stale => text["Seen too long ago to trust: {0}", text[Hint]],
            Freshness.Unknown => text["Not seen for more than three intervals. Last known: {0}", text[Hint]],
            _ => text[Hint],
        };
    }

    /// <summary>A VRRP state of this node.</summary>
    public static StateToken For(VrrpState state, Freshness freshness) => Aged(state switch
    {
        VrrpState.Master => new("up", Glyph.CircleCheck, Key("Master"), Key("This node holds the addresses and sends adverts.")),
        VrrpState.Backup => new("backup", Glyph.Circle, Key("Backup"), Key("This node stands by and hears the master.")),
        VrrpState.Fault => new("down", Glyph.OctagonCross, Key("Fault"), Key("This node cannot take part.")),
        _ => new("unknown", Glyph.DashedCircle, Key("Initialize"), Key("This node does not take part: not started, or stopped.")),
    }, freshness);

    /// <summary>What the checks say about a real server.</summary>
    public static StateToken For(RealServerStatus server, Freshness freshness)
    {
        ArgumentNullException.ThrowIfNull(server);
        return Aged(server.State switch
        {
            RealServerState.Up => new("up", Glyph.CircleCheck, Key("Up"), Key("Every check passes.")),
            RealServerState.GoingDown => new("falling", Glyph.HalfRight, Key("Going down"),
                Key("Still serving: a check failed and its retries are running.")) { Progress = Steps(server.FailuresInARow, server.FailuresToDown) },
            RealServerState.Down => new("down", Glyph.OctagonCross, Key("Down"), Key("A check failed with all its retries.")),
            RealServerState.GoingUp => new("rising", Glyph.HalfLeft, Key("Going up"),
                Key("Not serving yet: some but not all checks pass.")) { Progress = Steps(server.ChecksPassing, server.ChecksTotal) },
            _ => new("unknown", Glyph.DashedCircle, Key("Unknown"), Key("No check has finished yet.")),
        }, freshness);
    }

    /// <summary>What the operator wants of a real server.</summary>
    public static StateToken For(AdminState admin) => admin switch
    {
        AdminState.Drain => new("drain", Glyph.ArrowToBar, Key("Drain"), Key("Takes no new connections; established ones go on.")),
        AdminState.Maintenance => new("maintenance", Glyph.Wrench, Key("Maintenance"), Key("Taken out of the table by an operator.")),
        _ => new("enabled", Glyph.Circle, Key("Enabled"), Key("Takes traffic while its checks pass.")),
    };

    /// <summary>How grave something is.</summary>
    public static StateToken For(EventSeverity severity) => severity switch
    {
        EventSeverity.Critical => new("down", Glyph.OctagonCross, Key("Critical"), Key("Service is or may be affected.")),
        EventSeverity.Warning => new("warning", Glyph.Triangle, Key("Warning"), Key("Redundancy or capacity is lower than wanted.")),
        _ => new("info", Glyph.InfoCircle, Key("Info"), Key("Part of normal work.")),
    };

    private static StateToken Aged(StateToken token, Freshness freshness) => freshness switch
    {
        Freshness.Stale => token with { Style = "stale", Glyph = Glyph.Clock, Freshness = freshness },
        Freshness.Unknown => token with { Style = "unknown", Glyph = Glyph.DashedCircle, Freshness = freshness },
        _ => token,
    };

    private static string? Steps(int done, int of) => of > 1 ? string.Create(CultureInfo.InvariantCulture, $"{Math.Min(done, of)}/{of}") : null;
}
