using KeepaliveConsole.Engine.Balancing;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Linux.Genl;
using KeepaliveConsole.Engine.Linux.Netlink;
using static KeepaliveConsole.Engine.Linux.Ipvs.IpvsConstants;

namespace KeepaliveConsole.Engine.Linux.Ipvs;

/// <summary>
/// Carries out changes, many to a call. Every step is made to hold whatever is there: adding what exists changes it, changing what is
/// gone adds it, removing what is gone is done. One failure does not keep the others from their servers.
/// </summary>
internal sealed class IpvsWriter
{
    /// <summary>Requests in one call. The kernel answers each refused one, and its answers wait in a buffer of a megabyte.</summary>
    private const int MostInOneCall = 128;

    /// <summary>Failures that are named; the others are counted.</summary>
    private const int MostNamed = 5;

    private readonly NetlinkMessage _request = new(0);
    private readonly NetlinkBatch _batch = new();
    private readonly LinuxError[] _answers = new LinuxError[MostInOneCall];
    private readonly Dictionary<uint, ushort> _markFamilies;

    /// <param name="markFamilies">Family of services by firewall mark that have no destination to tell it; kept up to date.</param>
    public IpvsWriter(Dictionary<uint, ushort> markFamilies) => _markFamilies = markFamilies;

    /// <summary>Carries out <paramref name="changes"/> in order. Null = done; else what failed, for people.</summary>
    public string? Carry(GenericNetlink kernel, ReadOnlySpan<BalancerChange> changes)
    {
        List<(BalancerChange Change, LinuxError Error)>? refused = null;
        for (int start = 0; start < changes.Length; start += MostInOneCall)
        {
            ReadOnlySpan<BalancerChange> part = changes.Slice(start, Math.Min(MostInOneCall, changes.Length - start));
            _batch.Clear();
            foreach (BalancerChange change in part) _batch.Append(Write(kernel, IpvsSteps.First(change.Kind), change));
            kernel.Execute(_batch, _answers);
            for (int index = 0; index < part.Length; index++)
                if (!IpvsSteps.IsDone(part[index].Kind, _answers[index])) (refused ??= []).Add((part[index], _answers[index]));
        }

        return refused is null ? null : TryOtherwise(kernel, refused);
    }

    // Services first: what was refused of their destinations may have been for want of them.
    private string? TryOtherwise(GenericNetlink kernel, List<(BalancerChange Change, LinuxError Error)> refused)
    {
        var problems = new HashSet<string>();
        var made = new HashSet<ServiceKey>();
        var failed = new HashSet<ServiceKey>();
        int count = 0;
        foreach ((BalancerChange change, LinuxError error) in refused.Where(each => each.Change.Destination is null))
        {
            LinuxError now = Otherwise(kernel, change, error, serviceMade: false);
            (now.IsSuccess ? made : failed).Add(change.Service.Key);
            if (!now.IsSuccess) Name(change, now);
        }

        foreach ((BalancerChange change, LinuxError error) in refused.Where(each => each.Change.Destination is not null))
        {
            // The destinations of a service that is not there cannot be added; only the service is told.
            if (failed.Contains(change.Service.Key)) continue;
            LinuxError now = Otherwise(kernel, change, error, made.Contains(change.Service.Key));
            if (!now.IsSuccess) Name(change, now);
        }

        if (problems.Count == 0) return null;
        string named = string.Join("; ", problems.Take(MostNamed));
        return problems.Count <= MostNamed ? named : $"{named}; and {count - MostNamed} more like these";

        void Name(BalancerChange change, LinuxError error)
        {
            count++;
            problems.Add(IpvsErrors.Explain(change, error));
        }
    }

    private LinuxError Otherwise(GenericNetlink kernel, BalancerChange change, LinuxError error, bool serviceMade)
    {
        if (IpvsSteps.Second(change.Kind, error, serviceMade) is not { } command) return error;
        error = kernel.Execute(Write(kernel, command, change));
        return IpvsSteps.IsDone(change.Kind, error) ? LinuxError.None : error;
    }

    private NetlinkMessage Write(GenericNetlink kernel, byte command, BalancerChange change)
    {
        NetlinkMessage request = kernel.Request(_request, command);
        return IpvsSteps.Write(request, command, change, Family(change.Service));
    }

    /// <summary>AF_INET or AF_INET6: what the service says, else what the kernel last had for its mark.</summary>
    public ushort Family(BalancerService service)
    {
        if (IpvsMessages.Family(service) is not { } family) return _markFamilies.GetValueOrDefault(service.Key.FirewallMark ?? 0, AF_INET);
        if (service.Key.FirewallMark is { } mark) _markFamilies[mark] = family;
        return family;
    }
}
