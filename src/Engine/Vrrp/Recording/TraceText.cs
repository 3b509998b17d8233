using System.Globalization;
using System.Text;
using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.Vrrp.Recording;

/// <summary>One recorded input and the outputs it led to, as text.</summary>
/// <param name="At">When.</param>
/// <param name="Input">The input.</param>
/// <param name="Outputs">The outputs as <see cref="VrrpOutputText"/> writes them, joined by "; "; null = not recorded.</param>
/// <param name="IsAfterGap">Are entries missing before it?</param>
public sealed record TraceStep(MonotonicTime At, VrrpInput Input, string? Outputs, bool IsAfterGap);

/// <summary>What was recorded of an election.</summary>
/// <param name="Definition">The definition it began with.</param>
/// <param name="Participant">This node's part in it.</param>
/// <param name="Steps">What happened.</param>
public sealed record Trace(VrrpInstanceDefinition Definition, VrrpParticipantDefinition Participant, ValueArray<TraceStep> Steps);

/// <summary>
/// A recorded election as text that people read and <see cref="TraceReplay"/> plays: the definition and the participant as JSON (secrets masked), then a
/// line for each input (<c>&lt;</c>) and output (<c>&gt;</c>) after its time in nanoseconds of the monotonic clock; <c>gap</c> where entries are missing.
/// </summary>
public static class TraceText
{
    private const string Header = "keepalive-console vrrp trace 1";

    /// <summary>Writes it.</summary>
    /// <param name="definition">The definition the election began with.</param>
    /// <param name="participant">This node's part in it.</param>
    /// <param name="entries">What was recorded, oldest first.</param>
    public static string Write(VrrpInstanceDefinition definition, VrrpParticipantDefinition participant, IEnumerable<TraceEntry> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        var text = new StringBuilder();
        text.Append(Header).Append('\n');
        text.Append("definition ").Append(VrrpInputText.Json(definition)).Append('\n');
        text.Append("participant ").Append(VrrpInputText.Json(participant)).Append('\n');
        foreach (TraceEntry entry in entries)
        {
            if (entry.IsGap) text.Append("gap");
            else text.Append(CultureInfo.InvariantCulture, $"{entry.At.Nanoseconds} {(entry.IsInput ? $"< {VrrpInputText.Of(entry.ToInput())}" : $"> {VrrpOutputText.Of(entry.ToOutput())}")}");
            text.Append('\n');
        }

        return text.ToString();
    }

    /// <summary>Reads it. False: <paramref name="problem"/> says which line is wrong, and why.</summary>
    public static bool TryRead(string text, out Trace? trace, out string? problem)
    {
        ArgumentNullException.ThrowIfNull(text);
        trace = null;
        string[] lines = text.ReplaceLineEndings("\n").Split('\n');
        if (lines is not [Header, string definitionLine, string participantLine, .. string[] rest])
        {
            problem = $"line 1: a trace begins with \"{Header}\", the definition and the participant";
            return false;
        }

        var definition = Read<VrrpInstanceDefinition>("definition ", definitionLine);
        var participant = Read<VrrpParticipantDefinition>("participant ", participantLine);
        problem = definition is null ? "line 2: not a definition of an instance" : participant is null ? "line 3: not a participant" : null;
        if (problem is not null) return false;

        var steps = new List<TraceStep>();
        bool isAfterGap = false;
        for (int index = 0; index < rest.Length; index++)
        {
            if (rest[index].Length == 0) continue;
            if (TryReadLine(rest[index], steps, ref isAfterGap)) continue;
            problem = $"line {index + 4}: not an entry of a trace: {rest[index]}";
            return false;
        }

        trace = new Trace(definition!, participant!, steps.ToValueArray());
        return true;
    }

    private static bool TryReadLine(string line, List<TraceStep> steps, ref bool isAfterGap)
    {
        if (line == "gap")
        {
            // What was kept from before the gap has lost its outputs.
            for (int index = 0; index < steps.Count; index++) steps[index] = steps[index] with { Outputs = null };
            isAfterGap = true;
            return true;
        }

        string[] parts = line.Split(' ', 3);
        if (parts is not [string time, string side, string what] || !long.TryParse(time, CultureInfo.InvariantCulture, out long nanoseconds)) return false;
        if (side == ">" && steps.Count > 0)
        {
            TraceStep last = steps[^1];
            steps[^1] = last with { Outputs = string.IsNullOrEmpty(last.Outputs) ? what : $"{last.Outputs}; {what}" };
            return true;
        }

        if (side != "<" || !VrrpInputText.TryRead(what, out VrrpInput input)) return false;
        steps.Add(new TraceStep(new MonotonicTime(nanoseconds), input, "", isAfterGap));
        isAfterGap = false;
        return true;
    }

    private static T? Read<T>(string word, string line)
        where T : class =>
        line.StartsWith(word, StringComparison.Ordinal) ? VrrpInputText.FromJson<T>(line[word.Length..]) : null;
}
