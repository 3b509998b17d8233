using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Web.Components.Live;
using KeepaliveConsole.Web.Components.Parts;
using KeepaliveConsole.Web.Components.Texts;
using static KeepaliveConsole.Web.Components.Texts.ConsoleText;

namespace KeepaliveConsole.Web.Features.Overview;

/// <summary>What one look at failover says.</summary>
public enum ReadinessLevel
{
    /// <summary>As it should be.</summary>
    Good,

    /// <summary>This node cannot know it.</summary>
    NotKnown,

    /// <summary>It would work, with less than wanted.</summary>
    Reserved,

    /// <summary>It would not work.</summary>
    Blocked,
}

/// <summary>One thing that a failover needs.</summary>
/// <param name="Name">What, in English.</param>
/// <param name="Level">How it is.</param>
/// <param name="Text">Why, in the person's language.</param>
public sealed record ReadinessCheck(string Name, ReadinessLevel Level, string Text);

/// <summary>Would a failover work now, as far as this node's engine knows? What it cannot know is said so, never guessed. Pure.</summary>
/// <param name="Level">The gravest of the checks.</param>
/// <param name="Sentence">The answer, in the person's language.</param>
/// <param name="Checks">What it rests on.</param>
public sealed record FailoverReadiness(ReadinessLevel Level, string Sentence, IReadOnlyList<ReadinessCheck> Checks)
{
    /// <summary>The answer for a picture; null = no VRRP instance is defined, so there is nothing to fail over.</summary>
    public static FailoverReadiness? From(EngineStatus status, PictureAge picture, DateTimeOffset now, ConsoleText text)
    {
        ArgumentNullException.ThrowIfNull(status);
        ArgumentNullException.ThrowIfNull(text);
        if (status.Vrrp.Count == 0) return null;
        if (picture.Freshness != Freshness.Fresh)
            return new(ReadinessLevel.NotKnown, text["Not known: the engine does not report."], [new(Key("Engine"), ReadinessLevel.NotKnown, text["last heard {0} ago", Ages.Text(picture.Age)])]);
        ReadinessCheck[] checks =
        [
            ReadinessChecks.Election(status, text), ReadinessChecks.Peers(status, now, text), ReadinessChecks.Conflicts(status, text), ReadinessChecks.Addresses(status, text),
            ReadinessChecks.Priorities(status, text), ReadinessChecks.SyncGroups(status, text), ReadinessChecks.Capacity(status, text), ReadinessChecks.Rehearsal(status, now, text),
        ];
        ReadinessLevel level = checks.Max(check => check.Level);
        return new(level, level switch
        {
            ReadinessLevel.Blocked => text["No: {0} of {1} needs are not met.", checks.Count(check => check.Level == level), checks.Length],
            ReadinessLevel.Reserved => text["Yes, with less than wanted."],
            ReadinessLevel.NotKnown => text["Nothing speaks against it; this node cannot know everything."],
            _ => text["Yes."],
        }, checks);
    }
}
