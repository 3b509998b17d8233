using System.Globalization;
using System.Text;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Engine.Probes;

/// <summary>
/// HAProxy's agent check: the server's agent says one line of words, parted by blanks or commas. <c>75%</c> is a share of the
/// weight; <c>up</c> and <c>ready</c> pass; <c>down</c>, <c>fail</c> and <c>stopped</c> fail, with what follows a # as the reason;
/// <c>drain</c> and <c>maint</c> pass without new connections; <c>maxconn:n</c> is not ours to set. An agent that does not
/// answer, or says nothing of that, says nothing about the server.
/// </summary>
internal sealed class AgentExchange : Exchange
{
    /// <summary>Longest line that is read.</summary>
    public const int MaxBytes = 1024;

    private const int MaxPercent = 65535;

    private readonly List<byte> _line = new(64);

    /// <summary>Asks as <paramref name="check"/> says.</summary>
    public AgentExchange(AgentCheckDefinition check)
    {
        if (check.Send is { } text) Outgoing = Encoding.UTF8.GetBytes(text);
    }

    /// <inheritdoc />
    public override bool Received(ReadOnlySpan<byte> bytes)
    {
        int end = bytes.IndexOfAny((byte)'\n', (byte)'\r');
        ReadOnlySpan<byte> piece = end < 0 ? bytes : bytes[..end];
        _line.AddRange(piece[..Math.Min(piece.Length, MaxBytes - _line.Count)]);
        return end >= 0 || _line.Count == MaxBytes;
    }

    /// <inheritdoc />
    public override ProbeVerdict Judge()
    {
        string line = HttpResponse.Printable([.. _line], MaxBytes);
        int hash = line.IndexOf('#', StringComparison.Ordinal);
        string reason = hash < 0 ? "" : line[(hash + 1)..].Trim();
        string? failure = null;
        bool isKnown = false;
        var weight = default(WeightAdvice);
        foreach (string word in (hash < 0 ? line : line[..hash]).Split([' ', '\t', ','], StringSplitOptions.RemoveEmptyEntries))
        {
            string lower = word.ToLowerInvariant();
            isKnown = true;
            if (lower is "down" or "fail" or "stopped") failure = lower;
            else if (lower is "drain" or "maint") weight = weight with { Drain = true };
            else if (lower == "ready") weight = weight with { Drain = false };
            else if (Percent(lower) is { } percent) weight = weight with { Percent = percent };
            else if (lower != "up" && !lower.StartsWith("maxconn:", StringComparison.Ordinal)) isKnown = false;
            if (!isKnown) return Nothing($"the agent says \"{Short(line)}\", which is not understood");
        }

        if (!isKnown) return Nothing($"the agent says nothing");
        WeightAdvice? advice = weight == default ? null : weight;
        return failure is null
            ? new ProbeVerdict(ProbeOutcome.Passed, $"agent says {Short(line.Trim())}", advice)
            : new ProbeVerdict(ProbeOutcome.UnexpectedStatus, reason.Length == 0 ? $"agent says {failure}" : (Sentence)$"agent says {failure}: {Short(reason)}", advice);
    }

    /// <inheritdoc />
    public override ProbeVerdict Failed(ProbeVerdict failure, bool isSilence) =>
        failure.Outcome == ProbeOutcome.LocalError ? failure : Nothing($"the agent does not answer ({failure.Message})");

    private static ProbeVerdict Nothing(Sentence message) => new(ProbeOutcome.LocalError, $"{message}; nothing is changed by it");

    private static int? Percent(string word) =>
        word.EndsWith('%') && int.TryParse(word.AsSpan(0, word.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? Math.Min(number, MaxPercent) : null;

    private static string Short(string text) => text.Length <= 100 ? text : $"{text.AsSpan(0, 100)}…";
}
