using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Engine.Health;

/// <summary>An answer that passes but takes too long is a failure.</summary>
internal static class ResponseLimit
{
    /// <summary>The result under the limit of <paramref name="check"/>; the same object where the limit is kept or none is set.</summary>
    public static ProbeResult Applied(CheckDefinition check, ProbeResult result) =>
        check.ResponseTimeLimit is { } limit && result.Passed && result.Duration > limit
            ? result with
            {
                Outcome = ProbeOutcome.TooSlow,
                Message = Sentence.Text($"{result.Message}, but after {result.Duration.TotalMilliseconds:0.#} ms; {limit.TotalMilliseconds:0.#} ms are allowed"),
            }
            : result;
}
