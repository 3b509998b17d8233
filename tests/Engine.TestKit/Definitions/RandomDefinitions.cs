using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.TestKit.Definitions;

/// <summary>
/// Random definitions from a seed that make sense: clusters of one to three nodes that keep the rules. By default only what a keepalived.conf can say;
/// with <paramref name="withMore"/> also what it cannot.
/// </summary>
/// <param name="seed">The same seed gives the same definitions.</param>
/// <param name="withMore">Also slow start, heartbeat lines, JSON checks and the like.</param>
/// <param name="withOddTexts">Also names and programs with quotes, backslashes, signs and letters of other scripts.</param>
public sealed class RandomDefinitions(int seed, bool withMore = false, bool withOddTexts = false)
{
    private readonly RandomValues _random = new(seed, withMore, withOddTexts);

    /// <summary>The next definition.</summary>
    public ClusterDefinition Next()
    {
        string[] nodes = [.. Enumerable.Range(1, 1 + _random.Below(3)).Select(number => $"lb{number}")];
        TrackFileDefinition[] files = [.. Some(3, index => new RandomTracks(_random).File($"file{index}"))];
        TrackScriptDefinition[] scripts = [.. Some(3, index => new RandomTracks(_random).Script($"script{index}{_random.Odd()}"))];
        TrackProcessDefinition[] processes = [.. Some(3, index => new RandomTracks(_random).Process($"process{index}"))];
        var tracks = new RandomTracks(_random)
        {
            Scripts = [.. scripts.Select(script => script.Name)],
            Processes = [.. processes.Select(process => process.Name)],
            Files = [.. files.Select(file => file.Name)],
        };
        var instances = new RandomInstances(_random, tracks, nodes);
        VrrpInstanceDefinition[] made = [.. Some(4, instances.Make)];
        return new ClusterDefinition
        {
            Nodes = nodes.Select(node => new RandomNodes(_random).Make(node, [.. made.Where(instance => instance.ParticipantOf(node) is not null).Select(instance => instance.Name)])).ToValueArray(),
            VrrpInstances = Level(made).ToValueArray(),
            SyncGroups = Groups(made, tracks),
            TrackFiles = files.ToValueArray(),
            TrackScripts = scripts.ToValueArray(),
            TrackProcesses = processes.ToValueArray(),
            VirtualServices = Some(4, index => new RandomServices(_random, tracks.Files).Make(index)).ToValueArray(),
        };
    }

    // A file has one pause for all instances.
    private IEnumerable<VrrpInstanceDefinition> Level(VrrpInstanceDefinition[] instances)
    {
        TimeSpan arp = _random.Chance(3) ? _random.Milliseconds(1, 900) : TimeSpan.Zero;
        TimeSpan neighbour = _random.Chance(4) ? TimeSpan.FromMicroseconds(_random.Below(1, 999)) : TimeSpan.Zero;
        return instances.Select(instance => instance with
        {
            Announcement = instance.Announcement with { ArpInterval = _random.More(8) ? _random.Milliseconds(1, 900) : arp, NeighbourInterval = neighbour },
        });
    }

    private ValueArray<SyncGroupDefinition> Groups(VrrpInstanceDefinition[] instances, RandomTracks tracks)
    {
        if (instances.Length < 2 || _random.Chance(2)) return [];
        string[] members = [.. instances.Take(2 + _random.Below(instances.Length - 1)).Select(instance => instance.Name)];
        return
        [
            new SyncGroupDefinition
            {
                Name = $"group{_random.Odd()}",
                Members = members.ToValueArray(),
                Tracks = tracks.List(weighted: false),
                TrackingWeight = _random.Chance(3),
                Alert = _random.Pick<bool?>(null, null, true, false),
                Notify = _random.Chance(2) ? tracks.Notify(isGroup: true) : null,
            },
        ];
    }

    private IEnumerable<T> Some<T>(int most, Func<int, T> make) => Enumerable.Range(1, _random.Below(most + 1)).Select(make);
}
