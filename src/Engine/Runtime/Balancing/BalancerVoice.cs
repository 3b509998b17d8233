using KeepaliveConsole.Engine.Balancing;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Engine.Runtime.Balancing;

/// <summary>Says what happened to the table as events: each change once, each problem once until it is over.</summary>
internal sealed class BalancerVoice(IEventSink sink)
{
    /// <summary>Sweeps in a row that found drift before it is called a quarrel and its events stop: another program keeps writing the same table.</summary>
    public const int SweepsToQuarrel = 5;

    private const string Subject = "load balancer";
    private readonly HashSet<string> _said = [];
    private IReadOnlyList<string> _refused = [];
    private int _sweepsWithDrift;
    private volatile string? _problem;

    /// <summary>What is wrong now; null = nothing.</summary>
    public string? Problem => _problem;

    /// <summary>Services that the load balancer cannot do; reported with the next <see cref="Problems"/>.</summary>
    public void Refused(IReadOnlyList<string> refused) => _refused = refused;

    /// <summary>Everything that is wrong now. New ones are told; when none is left, that is told.</summary>
    public void Problems(IReadOnlyList<string> problems)
    {
        string[] all = [.. _refused, .. problems];
        foreach (string problem in all)
            if (_said.Add(problem)) sink.Publish(EngineNotice.Of(Subject, Sentence.Verbatim(problem), EventSeverity.Critical));
        if (all.Length == 0 && _said.Count > 0) sink.Publish(EngineNotice.Of(Subject, $"the table is as wanted again", EventSeverity.Info));
        _said.IntersectWith(all);
        _problem = all.Length == 0 ? null : string.Join("; ", all);
    }

    /// <summary>Forwarding between interfaces was off.</summary>
    public void ForwardingTurnedOn() => sink.Publish(EngineNotice.Of(Subject,
        $"net.ipv4.ip_forward was off and was turned on, because NAT needs it; it stays on when the engine stops", EventSeverity.Warning));

    /// <summary>Changes beside the table; <paramref name="drift"/>: something else had changed it.</summary>
    public void Settings(ValueArray<string> done, bool drift)
    {
        foreach (string each in done)
            sink.Publish(drift ? new DriftRepaired("IPVS settings", "changed by something else", each) : EngineNotice.Of(Subject, Sentence.Verbatim(each), EventSeverity.Info));
    }

    /// <summary>The table was emptied.</summary>
    public void Flushed() => sink.Publish(EngineNotice.Of(Subject, $"the whole table was emptied, services of others included, as the definition asks", EventSeverity.Warning));

    /// <summary>Changes that were asked for.</summary>
    public void Changed(BalancerWanted wanted, IReadOnlyList<BalancerChange> done)
    {
        _sweepsWithDrift = 0;
        foreach (BalancerChange change in done)
        {
            string name = wanted.NameOf(change.Service.Key);
            if (change.Destination is { } destination) Tell(wanted, name, change.Service.Key, destination, change.Kind != BalancerChangeKind.RemoveDestination);
            else if (change.Kind == BalancerChangeKind.RemoveService)
                foreach (BalancerDestination gone in change.Service.Destinations) Tell(wanted, name, change.Service.Key, gone, inTable: false);
        }
    }

    /// <summary>Changes that something else made and that were undone.</summary>
    /// <param name="wanted">Names.</param>
    /// <param name="done">What was done.</param>
    /// <param name="found">The table as it was found.</param>
    /// <param name="damaged">Services that were found damaged.</param>
    public void Mended(BalancerWanted wanted, IReadOnlyList<BalancerChange> done, BalancerTable found, ValueArray<DamagedService> damaged)
    {
        if (++_sweepsWithDrift == SweepsToQuarrel)
            sink.Publish(EngineNotice.Of(Subject, $"something else has changed the table {SweepsToQuarrel} times in a row; it is put back every time, silently from now on: find the other program (keepalived, a script) and stop it", EventSeverity.Critical));
        if (_sweepsWithDrift >= SweepsToQuarrel) return;

        HashSet<ServiceKey> whole = [.. done.Where(change => change.Kind == BalancerChangeKind.AddService).Select(change => change.Service.Key)];
        foreach (BalancerChange change in done)
        {
            // A service that was gone is told once, not once more for each of its servers.
            if (change.Kind == BalancerChangeKind.AddDestination && whole.Contains(change.Service.Key)) continue;
            string name = wanted.NameOf(change.Service.Key);
            (string what, string mended) = BalancerDriftText.Of(change, found, damaged);
            sink.Publish(new DriftRepaired(change.Destination is null ? $"Virtual service {name}" : $"{change.Destination.EndpointName} of {name}", what, mended));
        }
    }

    /// <summary>A sweep found everything as wanted.</summary>
    public void Steady() => _sweepsWithDrift = 0;

    private void Tell(BalancerWanted wanted, string name, ServiceKey key, BalancerDestination destination, bool inTable) =>
        sink.Publish(new RealServerTableChanged(name, destination.EndpointName, inTable, inTable ? destination.Weight : 0, wanted.ReasonOf(key, destination)));
}
