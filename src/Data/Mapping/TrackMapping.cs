using KeepaliveConsole.Data.Entities;
using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Data.Mapping;

/// <summary>What instances watch ↔ rows.</summary>
internal static class TrackMapping
{
    public static TrackScriptRow ToRow(TrackScriptDefinition script) => new()
    {
        Name = script.Name,
        Command = script.Command,
        Interval = script.Interval,
        Timeout = script.Timeout,
        Weight = script.Weight,
        Rise = script.Rise,
        Fall = script.Fall,
    };

    public static TrackScriptDefinition ToItem(TrackScriptRow row) => new()
    {
        Name = row.Name,
        Command = row.Command,
        Interval = row.Interval,
        Timeout = row.Timeout,
        Weight = row.Weight,
        Rise = row.Rise,
        Fall = row.Fall,
    };

    public static TrackProcessRow ToRow(TrackProcessDefinition process) => new()
    {
        Name = process.Name,
        Process = process.Process,
        Weight = process.Weight,
        Quorum = process.Quorum,
        Delay = process.ForkDelay,
    };

    public static TrackProcessDefinition ToItem(TrackProcessRow row) => new()
    {
        Name = row.Name,
        Process = row.Process,
        Weight = row.Weight,
        Quorum = row.Quorum,
        ForkDelay = row.Delay,
        TerminateDelay = row.Delay,
    };

    public static TrackRow ToRow(TrackDefinition track) => new() { Kind = track.Kind, Target = track.Target, Weight = track.Weight };

    public static TrackDefinition ToItem(TrackRow row) => new() { Kind = row.Kind, Target = row.Target, Weight = row.Weight };
}
