using KeepaliveConsole.Engine.Balancing;
using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.Runtime.Balancing;

/// <summary>
/// What of the wanted table the load balancer can do. A service that is the same object at the same place as before keeps its verdict, so
/// one change in a large table asks about one service.
/// </summary>
internal sealed class BalancerAcceptance(ILoadBalancer balancer)
{
    private BalancerTable _wanted = BalancerTable.Empty;
    private Verdict[] _verdicts = [];

    /// <summary>What can be done; the wanted table itself where all of it can.</summary>
    public BalancerTable Table { get; private set; } = BalancerTable.Empty;

    /// <summary>What cannot, with the reasons.</summary>
    public IReadOnlyList<string> Refused { get; private set; } = [];

    /// <summary>Does any destination need packets passed on between interfaces?</summary>
    public bool NeedsForwarding { get; private set; }

    /// <summary>The same for IPv6.</summary>
    public bool NeedsIPv6Forwarding { get; private set; }

    /// <summary>Judges <paramref name="wanted"/>; <paramref name="all"/>: also what was judged before. True = other services are accepted than before.</summary>
    public bool Take(BalancerWanted wanted, bool all)
    {
        ReadOnlySpan<BalancerService> services = wanted.Table.Services.Span, before = _wanted.Services.Span;
        var verdicts = new Verdict[services.Length];
        bool sameKeys = services.Length == before.Length;
        bool sameVerdicts = sameKeys;
        for (int index = 0; index < services.Length; index++)
        {
            BalancerService service = services[index];
            bool known = index < before.Length && ReferenceEquals(service, before[index]);
            sameKeys &= known || (index < before.Length && service.Key.Equals(before[index].Key));
            verdicts[index] = known && !all ? _verdicts[index] : Judge(service) with { IsDuplicate = sameKeys && _verdicts[index].IsDuplicate };
            sameVerdicts &= sameKeys && verdicts[index].IsAccepted == _verdicts[index].IsAccepted;
        }

        // The kernel knows a service by its key: of two the first counts.
        if (!sameKeys)
        {
            var seen = new HashSet<ServiceKey>(services.Length);
            for (int index = 0; index < services.Length; index++) verdicts[index] = verdicts[index] with { IsDuplicate = !seen.Add(services[index].Key) };
        }

        bool unchanged = ReferenceEquals(wanted.Table, _wanted) && sameVerdicts;
        (_wanted, _verdicts) = (wanted.Table, verdicts);
        Refused = verdicts.All(verdict => verdict.Refusal is null) ? [] : Tell(wanted);
        NeedsForwarding = verdicts.Any(verdict => verdict is { IsAccepted: true, NeedsForwarding: true });
        NeedsIPv6Forwarding = verdicts.Any(verdict => verdict is { IsAccepted: true, NeedsIPv6Forwarding: true });
        if (!unchanged) Table = verdicts.All(verdict => verdict.IsAccepted) ? wanted.Table : new BalancerTable(wanted.Table.Services.Where((_, index) => verdicts[index].IsAccepted).ToValueArray());
        return !sameVerdicts;
    }

    /// <summary>Accepts nothing any more.</summary>
    public void Clear() => (_wanted, _verdicts, Table, Refused, NeedsForwarding, NeedsIPv6Forwarding) = (BalancerTable.Empty, [], BalancerTable.Empty, [], false, false);

    private Verdict Judge(BalancerService service)
    {
        bool four = false, six = false;
        foreach (BalancerDestination destination in service.Destinations.Span)
        {
            if (destination.ForwardingMethod != ForwardingMethod.Nat) continue;
            if (destination.Address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6) six = true;
            else four = true;
        }

        return new Verdict { Refusal = balancer.Refuses(service)?.ToString(), NeedsForwarding = four, NeedsIPv6Forwarding = six };
    }

    private string[] Tell(BalancerWanted wanted)
    {
        var refused = new List<string>();
        for (int index = 0; index < _verdicts.Length; index++)
            if (_verdicts[index].Refusal is { } reason) refused.Add($"{wanted.NameOf(wanted.Table.Services[index].Key)}: {reason}");
        return [.. refused];
    }

    private readonly record struct Verdict
    {
        public string? Refusal { get; init; }

        public bool IsDuplicate { get; init; }

        public bool NeedsForwarding { get; init; }

        public bool NeedsIPv6Forwarding { get; init; }

        public bool IsAccepted => Refusal is null && !IsDuplicate;
    }
}
