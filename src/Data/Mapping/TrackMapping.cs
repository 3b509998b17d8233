using KeepaliveConsole.Data.Entities;
using KeepaliveConsole.Engine.Definitions;
using static KeepaliveConsole.Data.Mapping.OrderedLists;

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
        Reverse = script.Reverse,
        User = script.User,
        InitiallyFailing = script.InitiallyFailing,
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
        Reverse = row.Reverse,
        User = row.User,
        InitiallyFailing = row.InitiallyFailing,
    };

    public static TrackProcessRow ToRow(TrackProcessDefinition process) => new()
    {
        Name = process.Name,
        Process = process.Process,
        Weight = process.Weight,
        Quorum = process.Quorum,
        MaximumQuorum = process.MaximumQuorum,
        ForkDelay = process.ForkDelay,
        TerminateDelay = process.TerminateDelay,
        Reverse = process.Reverse,
        FullCommand = process.FullCommand,
        ParameterMatch = process.ParameterMatch,
        Parameters = RowsOf(process.Parameters, parameter => new ProcessParameterRow { Parameter = parameter }),
    };

    public static TrackProcessDefinition ToItem(TrackProcessRow row) => new()
    {
        Name = row.Name,
        Process = row.Process,
        Weight = row.Weight,
        Quorum = row.Quorum,
        MaximumQuorum = row.MaximumQuorum,
        ForkDelay = row.ForkDelay,
        TerminateDelay = row.TerminateDelay,
        Reverse = row.Reverse,
        FullCommand = row.FullCommand,
        ParameterMatch = row.ParameterMatch,
        Parameters = ItemsOf(row.Parameters, parameter => parameter.Parameter),
    };

    public static TrackFileRow ToRow(TrackFileDefinition file) => new()
    {
        Name = file.Name,
        Path = file.Path,
        Weight = file.Weight,
        Reverse = file.Reverse,
        InitialValue = file.InitialValue,
        OverwriteInitialValue = file.OverwriteInitialValue,
    };

    public static TrackFileDefinition ToItem(TrackFileRow row) => new()
    {
        Name = row.Name,
        Path = row.Path,
        Weight = row.Weight,
        Reverse = row.Reverse,
        InitialValue = row.InitialValue,
        OverwriteInitialValue = row.OverwriteInitialValue,
    };

    public static ParticipantTrackRow ToParticipantRow(TrackDefinition track) => new() { Kind = track.Kind, Target = track.Target, Weight = track.Weight, Reverse = track.Reverse };

    public static SyncGroupTrackRow ToSyncGroupRow(TrackDefinition track) => new() { Kind = track.Kind, Target = track.Target, Weight = track.Weight, Reverse = track.Reverse };

    public static TrackDefinition ToItem(TrackRow row) => new() { Kind = row.Kind, Target = row.Target, Weight = row.Weight, Reverse = row.Reverse };
}
