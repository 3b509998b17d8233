using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Engine.Probes;

/// <summary>What a probe has found out.</summary>
/// <param name="Outcome">What came out.</param>
/// <param name="Message">For people.</param>
/// <param name="Weight">Weight the server asks for; null = the check has no say in it.</param>
internal readonly record struct ProbeVerdict(ProbeOutcome Outcome, Sentence Message, WeightAdvice? Weight = null)
{
    /// <summary>Nobody answered, and that is well: how long it took says nothing about the server.</summary>
    public bool IsSilence { get; init; }
}
