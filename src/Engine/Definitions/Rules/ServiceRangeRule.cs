using System.Net;

namespace KeepaliveConsole.Engine.Definitions.Rules;

/// <summary>Further endpoints of virtual services: possible, not too many, and no address and port served by two.</summary>
internal sealed class ServiceRangeRule : IDefinitionRule
{
    private const int MostAddresses = 256;
    private const int MostPorts = 1024;

    public void Check(ClusterDefinition definition, ProblemList problems)
    {
        var marks = new Dictionary<uint, string>();
        var blocks = new List<EndpointBlock>();
        bool hasMore = false;
        for (int index = 0; index < definition.VirtualServices.Count; index++)
        {
            VirtualServiceDefinition service = definition.VirtualServices[index];
            Claim(new ServiceRangeDefinition { Address = service.Key.Address, Port = service.Key.Port, FirewallMark = service.Key.FirewallMark }, service, null);
            for (int position = 0; position < service.MoreEndpoints.Count; position++)
            {
                hasMore = true;
                string at = $"/virtualServices/{index}/moreEndpoints/{position}";
                if (IsPossible(service.MoreEndpoints[position], service, at, problems)) Claim(service.MoreEndpoints[position], service, at);
            }
        }

        // Keys alone are compared by the rule for keys.
        if (hasMore) EndpointBlock.FindShared(blocks, problems);

        void Claim(ServiceRangeDefinition range, VirtualServiceDefinition service, string? at)
        {
            if (range.FirewallMark is { } mark)
            {
                if (!marks.TryAdd(mark, service.Name) && at is not null)
                    problems.Error($"{at}/firewallMark", "range.duplicate", $"Virtual service {service.Name}: firewall mark {mark} belongs to {marks[mark]} already; remove one.");
            }
            else if (range.Address is not null)
            {
                blocks.Add(EndpointBlock.Of(range, service, at));
            }
        }
    }

    private static bool IsPossible(ServiceRangeDefinition range, VirtualServiceDefinition service, string at, ProblemList problems)
    {
        Sentence subject = $"Virtual service {service.Name}: endpoint {range}";
        if (range.FirewallMark is null == range.Address is null)
        {
            problems.Error(at, "range.key", $"Virtual service {service.Name}: a further endpoint needs either an address and port or a firewall mark; give exactly one of them.");
            return false;
        }

        if (range.FirewallMark is { } mark)
        {
            if (mark == 0) problems.Error($"{at}/firewallMark", "range.firewallMark", $"{subject}: the firewall mark must be 1 or more; 0 means unmarked packets.");
            if (range.Port != 0 || range.LastPort is not null || range.LastAddress is not null)
                problems.Error(at, "range.mark", $"{subject}: a firewall mark has no address and no port; remove them.");
            return mark != 0;
        }

        return IsPossiblePort(range, service, subject, at, problems) & IsPossibleAddress(range, subject, at, problems);
    }

    private static bool IsPossiblePort(ServiceRangeDefinition range, VirtualServiceDefinition service, Sentence subject, string at, ProblemList problems)
    {
        if (range.Port is < 0 or > 65535)
            problems.Error($"{at}/port", "range.port", $"{subject}: the port must be 0 to 65535, not {range.Port}.");
        else if (range.LastPort is { } last && (range.Port == 0 || last < range.Port || last > 65535))
            problems.Error($"{at}/lastPort", "range.lastPort", $"{subject}: the last port must not be below the first, at most 65535, and none where port 0 means every port.");
        else if ((range.LastPort ?? range.Port) - range.Port >= MostPorts)
            problems.Error($"{at}/lastPort", "range.ports", $"{subject}: a range has at most {MostPorts} ports; make it shorter, or use a firewall mark.");
        else if (range.Port == 0 && service.PersistenceTimeout is null)
            problems.Error($"{at}/port", "service.portNeedsPersistence", $"{subject}: port 0 means every port and works only with persistence; set persistenceTimeoutMs or a port.");
        else
            return true;
        return false;
    }

    private static bool IsPossibleAddress(ServiceRangeDefinition range, Sentence subject, string at, ProblemList problems)
    {
        IPAddress first = range.Address!;
        if (!VirtualAddressRule.IsUsable(first) && !IPAddress.IsLoopback(first))
            problems.Error($"{at}/address", "address.kind", $"{subject}: clients cannot connect to {first}; use a unicast address.");
        else if (range.LastAddress is not { } last)
            return true;
        else if (last.AddressFamily != first.AddressFamily)
            problems.Error($"{at}/lastAddress", "range.family", $"{subject}: {last} is of another address family than {first}; use one family in a range.");
        else if (EndpointBlock.Number(last) < EndpointBlock.Number(first))
            problems.Error($"{at}/lastAddress", "range.lastAddress", $"{subject}: {last} comes before {first}; exchange them.");
        else if (EndpointBlock.Number(last) - EndpointBlock.Number(first) >= MostAddresses)
            problems.Error($"{at}/lastAddress", "range.addresses", $"{subject}: a range has at most {MostAddresses} addresses; make it shorter, or use a firewall mark.");
        else
            return true;
        return false;
    }
}
