using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Linux;
using KeepaliveConsole.Engine.Vrrp.Tracking;

namespace KeepaliveConsole.Engine.Probes;

/// <summary>Reads the number in a tracked file, and says what it does to the weight: the same rules as for an instance that tracks the file.</summary>
internal static class FileProbe
{
    /// <summary>Looks at it now.</summary>
    public static ProbeVerdict Look(FileCheckDefinition check, ProbeNode node)
    {
        if (node.File(check.TrackFile) is not { } file) return new(ProbeOutcome.LocalError, $"there is no tracked file called {check.TrackFile}; define it");
        string? text = FileStart.Read(file.Path, TrackedFile.MaximumLength, out LinuxError error);
        if (!error.IsSuccess) return new(ProbeOutcome.LocalError, $"{file.Path} cannot be read: {error}");
        return Judge(check, file, TrackedFile.Read(text, null));
    }

    /// <summary>What <paramref name="reading"/> means.</summary>
    public static ProbeVerdict Judge(FileCheckDefinition check, TrackFileDefinition file, TrackReading reading)
    {
        bool reverse = check.Reverse || (check.Weight is null && file.Reverse);
        TrackContribution does = TrackSum.Of(new WantedTrack(TrackKind.File, file.Name, check.Weight ?? file.Weight, reverse), reading);
        return does.Fault is { } fault
            ? new(ProbeOutcome.UnexpectedBody, Sentence.Verbatim(fault))
            : new(ProbeOutcome.Passed, $"file {file.Name}: {reading.Reason}", does.Offset == 0 ? null : new WeightAdvice { Offset = does.Offset });
    }
}
