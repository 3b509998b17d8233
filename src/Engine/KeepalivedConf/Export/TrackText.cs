using System.Globalization;
using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.KeepalivedConf.Export;

/// <summary>Writes what instances watch: <c>track_file</c>, <c>vrrp_script</c>, <c>vrrp_track_process</c>, and the lists that name them.</summary>
internal static class TrackText
{
    public static void Write(NodePart part, ConfWriter text)
    {
        ClusterDefinition definition = part.Definition;
        for (int index = 0; index < definition.TrackFiles.Count; index++)
            if (part.Wants(TrackKind.File, definition.TrackFiles[index].Name)) WriteFile(definition.TrackFiles[index], $"/trackFiles/{index}", text);
        for (int index = 0; index < definition.TrackScripts.Count; index++)
            if (part.Wants(TrackKind.Script, definition.TrackScripts[index].Name)) WriteScript(definition.TrackScripts[index], $"/trackScripts/{index}", text);
        for (int index = 0; index < definition.TrackProcesses.Count; index++)
            if (part.Wants(TrackKind.Process, definition.TrackProcesses[index].Name)) WriteProcess(definition.TrackProcesses[index], $"/trackProcesses/{index}", text);
    }

    /// <summary>The <c>track_*</c> lists of an instance or group.</summary>
    /// <param name="tracks">What it watches.</param>
    /// <param name="member">Its member name.</param>
    /// <param name="text">Gets them.</param>
    public static void WriteList(ValueArray<TrackDefinition> tracks, string member, ConfWriter text)
    {
        foreach ((TrackKind kind, string keyword) in ((TrackKind, string)[])
            [(TrackKind.Interface, "track_interface"), (TrackKind.Script, "track_script"), (TrackKind.Process, "track_process"), (TrackKind.File, "track_file")])
        {
            if (!tracks.Any(track => track.Kind == kind)) continue;
            text.Open(keyword);
            for (int index = 0; index < tracks.Count; index++)
                if (tracks[index].Kind == kind) WriteTrack(tracks[index], $"{member}/{index}", text);
            text.Close();
        }
    }

    private static void WriteTrack(TrackDefinition track, string member, ConfWriter text)
    {
        if (track is { Weight: null, Reverse: { } reverse })
            text.Lost(member, $"{track.Target} is {(reverse ? "reversed" : "not reversed")} with its own weight; keepalived takes that word only with a weight");
        string direction = track.Reverse switch { true => " reverse", false => " noreverse", null => "" };
        text.Item(member, track.Target, track.Weight is { } weight ? string.Create(CultureInfo.InvariantCulture, $"weight {weight}{direction}") : "");
    }

    private static void WriteFile(TrackFileDefinition file, string at, ConfWriter text)
    {
        text.At = at;
        text.Open("track_file", file.Name);
        text.Line("path", "file", file.Path);
        WriteWeight(file.Weight, file.Reverse, 1, text);
        if (file.InitialValue is { } initial) text.Plain(string.Create(CultureInfo.InvariantCulture, $"init_file {initial}{(file.OverwriteInitialValue ? " overwrite" : "")}"));
        else text.LostIf(file.OverwriteInitialValue, "overwriteInitialValue", "overwriting without an initial value");
        text.Close();
    }

    private static void WriteScript(TrackScriptDefinition script, string at, ConfWriter text)
    {
        text.At = at;
        text.Open("vrrp_script", script.Name);
        text.QuotedLine("command", "script", script.Command);
        if (script.Interval != TimeSpan.FromSeconds(1)) text.Time("interval", "interval", script.Interval, 0.001m, 4294);
        if (script.Timeout is { } timeout) text.Time("timeout", "timeout", timeout, 0.001m, 4294);
        WriteWeight(script.Weight, script.Reverse, 0, text);
        text.Number("rise", script.Rise, 1);
        text.Number("fall", script.Fall, 1);
        if (script.User is { } user) text.Line("user", "user", UserWords.Of(user));
        text.Flag(script.InitiallyFailing, "init_fail");
        text.Close();
    }

    private static void WriteProcess(TrackProcessDefinition process, string at, ConfWriter text)
    {
        text.At = at;
        text.Open("vrrp_track_process", process.Name);
        text.Line("process", "process", [process.Process, .. process.Parameters]);
        if (process.Parameters.Count > 0 && process.ParameterMatch is ParameterMatch.Initial or ParameterMatch.Partial)
            text.Plain(process.ParameterMatch == ParameterMatch.Initial ? "param_match initial" : "param_match partial");
        text.LostIf(process.Parameters.Count > 0 && process.ParameterMatch == ParameterMatch.Ignore, "parameterMatch", "parameters that are not compared");
        text.LostIf(process.Parameters.Count == 0 && process.ParameterMatch != ParameterMatch.Ignore, "parameterMatch", "only processes without parameters count; keepalived compares them only where some are named");
        WriteWeight(process.Weight, process.Reverse, 0, text);
        text.Number("quorum", process.Quorum, 1);
        if (process.MaximumQuorum is { } most) text.Plain(string.Create(CultureInfo.InvariantCulture, $"quorum_max {most}"));
        if (process.ForkDelay != TimeSpan.Zero && process.ForkDelay == process.TerminateDelay) text.Time("forkDelay", "delay", process.ForkDelay, 0, 3600);
        else WriteDelays(process, text);
        text.Flag(process.FullCommand, "full_command");
        text.Close();
    }

    private static void WriteDelays(TrackProcessDefinition process, ConfWriter text)
    {
        if (process.ForkDelay != TimeSpan.Zero) text.Time("forkDelay", "fork_delay", process.ForkDelay, 0, 3600);
        if (process.TerminateDelay != TimeSpan.Zero) text.Time("terminateDelay", "terminate_delay", process.TerminateDelay, 0, 3600);
    }

    private static void WriteWeight(int weight, bool isReversed, int otherwise, ConfWriter text)
    {
        if (weight != otherwise || isReversed) text.Plain(string.Create(CultureInfo.InvariantCulture, $"weight {weight}{(isReversed ? " reverse" : "")}"));
    }
}
