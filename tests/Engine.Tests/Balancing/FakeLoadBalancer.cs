using KeepaliveConsole.Engine.Balancing;

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

    public string Kind => "fake";

    public bool OwnsTable { get; set; }

    public string? Refuses(BalancerService service) => RefusesBecause(service);

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
            if (failure is null) Table = BalancerPrediction.After(Table, [change]);
        }

        return problem;
    }

    public void Dispose() => Disposed = true;
}
