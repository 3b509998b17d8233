using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.TestKit.Definitions;

/// <summary>Random scripts, processes, files, the lists that name them, and notify programs.</summary>
internal sealed class RandomTracks(RandomValues random)
{
    public string[] Scripts { get; init; } = [];

    public string[] Processes { get; init; } = [];

    public string[] Files { get; init; } = [];

    public TrackFileDefinition File(string name) => new()
    {
        Name = name,
        Path = $"/run/{name}",
        Weight = random.Below(-254, 254),
        Reverse = random.Chance(3),
        InitialValue = random.Maybe(2, () => random.Below(-50, 50)) is { } initial ? initial : null,
    };

    public TrackScriptDefinition Script(string name) => new()
    {
        Name = name,
        Command = random.Program(),
        Interval = random.Chance(2) ? TimeSpan.FromSeconds(1) : random.Milliseconds(1, 60_000),
        Timeout = random.Maybe(2, () => random.Milliseconds(1, 60_000)),
        Weight = random.Below(-253, 253),
        Rise = random.Below(1, 5),
        Fall = random.Below(1, 5),
        Reverse = random.Chance(3),
        User = random.User(),
        InitiallyFailing = random.Chance(3),
    };

    public TrackProcessDefinition Process(string name)
    {
        string[] parameters = random.Chance(2) ? [] : ["-W", $"-f{random.Odd()}"];
        ParameterMatch match = parameters.Length == 0 ? (random.More(3) ? ParameterMatch.Exact : ParameterMatch.Ignore)
            : random.More(4) ? ParameterMatch.Ignore : random.Pick(ParameterMatch.Exact, ParameterMatch.Initial, ParameterMatch.Partial);
        return new TrackProcessDefinition
        {
            Name = name,
            Process = "haproxy",
            Parameters = parameters.ToValueArray(),
            ParameterMatch = match,
            FullCommand = random.Chance(3),
            Weight = random.Below(-254, 254),
            Quorum = random.Below(1, 9),
            MaximumQuorum = random.Maybe(3, () => random.Below(9, 20)),
            ForkDelay = random.Chance(2) ? TimeSpan.Zero : random.Milliseconds(0, 3000),
            TerminateDelay = random.Chance(2) ? TimeSpan.Zero : random.Milliseconds(0, 3000),
            Reverse = random.Chance(3),
        };
    }

    /// <param name="weighted">With weights; an owner's tracks have none.</param>
    public ValueArray<TrackDefinition> List(bool weighted)
    {
        var tracks = new List<TrackDefinition>();
        foreach ((TrackKind kind, string[] targets) in ((TrackKind, string[])[])[(TrackKind.Interface, ["eth1", "eth2"]), (TrackKind.Script, Scripts), (TrackKind.Process, Processes), (TrackKind.File, Files)])
            foreach (string target in targets.Where(_ => random.Chance(3)))
            {
                int? weight = weighted && random.Chance(2) ? random.Below(-253, 253) : null;
                tracks.Add(new TrackDefinition { Kind = kind, Target = target, Weight = weight, Reverse = weight is not null || random.More(4) ? random.Pick<bool?>(null, true, false) : null });
            }

        return tracks.OrderBy(_ => random.Below(100)).ToValueArray();
    }

    public NotifyDefinition Notify(bool isGroup) => new()
    {
        Master = random.Program(),
        Backup = random.MaybeText(2, random.Program),
        Fault = random.MaybeText(2, random.Program),
        Stop = random.MaybeText(2, random.Program),
        Deleted = isGroup ? null : random.MaybeText(3, random.Program),
        Any = random.MaybeText(2, random.Program),
        MasterHearsLower = isGroup ? null : random.MaybeText(3, random.Program),
        User = random.User(),
        Timeout = random.More(3) ? random.Seconds(1, 29) : TimeSpan.FromSeconds(30),
        PriorityChanges = random.Chance(3),
    };
}
