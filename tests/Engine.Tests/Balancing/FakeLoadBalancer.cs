using KeepaliveConsole.Engine.Balancing;
using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.Tests.Balancing;

/// <summary>A kernel's table in memory that can refuse, fail and be changed from outside.</summary>
internal sealed class FakeLoadBalancer : ILoadBalancer
{
    public BalancerTable Table { get; set; } = BalancerTable.Empty;

    public List<string> Applied { get; } = [];

    public int Reads { get; private set; }

    public string? ReadProblem { get; set; }

    /// <summary>Fails changes for which this gives a text; the others of the same call are done.</summary>
    public Func<BalancerChange, string?> Fails { get; set; } = _ => null;

    public Func<BalancerService, string?> RefusesBecause { get; set; } = _ => null;

    public ValueArray<DamagedService> Damaged { get; set; }

    public bool Disposed { get; private set; }

    public int Flushes { get; private set; }

    public string? FlushProblem { get; set; }

    public List<BalancerSettings> Settings { get; } = [];

    public SettingsOutcome Outcome { get; set; } = SettingsOutcome.Nothing;

    /// <summary>What ending connections gives; it may throw.</summary>
    public Func<IReadOnlyList<BalancerPlace>, string?> Cuts { get; set; } = _ => null;

    public bool HasSign { get; init; }

    public int SignsAsked { get; private set; }

    public string Kind => "fake";

    public bool MayHaveDrifted()
    {
        SignsAsked++;
        return false;
    }

    public string? Cut(IReadOnlyList<BalancerPlace> places) => Cuts(places);

    public bool OwnsTable { get; set; }

    public Sentence? Refuses(BalancerService service) => RefusesBecause(service) is { } reason ? Sentence.Verbatim(reason) : null;

    public BalancerReading Read()
    {
        Reads++;
        return ReadProblem is null ? new BalancerReading(Table, null) { Damaged = Damaged } : new BalancerReading(BalancerTable.Empty, ReadProblem);
    }

    public string? Apply(BalancerTable wanted, ValueArray<BalancerChange> changes)
    {
        string? problem = null;
        foreach (BalancerChange change in changes)
        {
            Applied.Add(TableText.Lines([change])[0]);
            string? failure = Fails(change);
            problem ??= failure;
            if (failure is null) Table = After(Table, [change]);
        }

        return problem;
    }

    public string? Flush()
    {
        Flushes++;
        Table = BalancerTable.Empty;
        return FlushProblem;
    }

    public SettingsOutcome Configure(BalancerSettings settings)
    {
        Settings.Add(settings);
        return Outcome;
    }

    public void Dispose() => Disposed = true;

    /// <summary>The table after changes that all succeeded.</summary>
    public static BalancerTable After(BalancerTable table, IEnumerable<BalancerChange> changes)
    {
        foreach (BalancerChange change in changes) table = After(table, change);
        return table;
    }

    private static BalancerTable After(BalancerTable table, BalancerChange change)
    {
        var services = new OrderedDictionary<ServiceKey, BalancerService>();
        foreach (BalancerService service in table.Services) services.TryAdd(service.Key, service);
        ServiceKey key = change.Service.Key;
        BalancerService? before = services.GetValueOrDefault(key);
        if (change.Kind == BalancerChangeKind.RemoveService) services.Remove(key);
        else if (change.Destination is null) services[key] = change.Service with { Destinations = before?.Destinations ?? [] };
        else if (before is not null) services[key] = before with { Destinations = After(before.Destinations, change) };
        return new BalancerTable(services.Values.ToValueArray());
    }

    private static ValueArray<BalancerDestination> After(ValueArray<BalancerDestination> destinations, BalancerChange change)
    {
        var list = new List<BalancerDestination>(destinations);
        int index = list.FindIndex(destination => DestinationKey.Of(destination) == DestinationKey.Of(change.Destination!));
        if (change.Kind == BalancerChangeKind.RemoveDestination) list.RemoveRange(Math.Max(index, 0), index < 0 ? 0 : 1);
        else if (index < 0) list.Add(change.Destination!);
        else list[index] = change.Destination!;
        return list.ToValueArray();
    }
}
