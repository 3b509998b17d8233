namespace KeepaliveConsole.Engine.Definitions.Rules;

/// <summary>What identifies a virtual service is complete, possible and unique.</summary>
internal sealed class ServiceKeyRule : IDefinitionRule
{
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(31);

    public void Check(ClusterDefinition definition, ProblemList problems)
    {
        var first = new Dictionary<string, string>(StringComparer.Ordinal);
        for (int index = 0; index < definition.VirtualServices.Count; index++)
        {
            VirtualServiceDefinition service = definition.VirtualServices[index];
            string at = $"/virtualServices/{index}";
            if (!CheckKey(service, at, problems)) continue;
            string key = service.Key.ToString();
            if (!first.TryAdd(key, service.Name))
                problems.Error($"{at}/key", "service.duplicate", $"Virtual services {first[key]} and {service.Name} are both {key}; change or remove one.");
            CheckPersistence(service, at, problems);
        }
    }

    private static bool CheckKey(VirtualServiceDefinition service, string at, ProblemList problems)
    {
        ServiceKey key = service.Key;
        if (key.FirewallMark is null == key.Address is null)
        {
            problems.Error($"{at}/key", "service.key", $"Virtual service {service.Name} needs either an address and port or a firewall mark; give exactly one of them.");
            return false;
        }

        if (key.FirewallMark == 0)
            problems.Error($"{at}/key/firewallMark", "service.firewallMark", $"Virtual service {service.Name}: the firewall mark must be 1 or more; 0 means unmarked packets.");
        if (key.Port is < 0 or > 65535)
            problems.Error($"{at}/key/port", "service.port", $"Virtual service {service.Name}: the port must be 0 to 65535, not {key.Port}.");
        else if (key.Address is not null && key.Port == 0 && service.PersistenceTimeout is null)
            problems.Error($"{at}/key/port", "service.portNeedsPersistence", $"Virtual service {service.Name}: port 0 means every port and works only with persistence; set persistenceTimeoutMs or a port.");
        if (key.Address is { } address && !VirtualAddressRule.IsUsable(address) && !System.Net.IPAddress.IsLoopback(address))
            problems.Error($"{at}/key/address", "address.kind", $"Virtual service {service.Name}: clients cannot connect to {address}; use a unicast address.");
        return true;
    }

    private static void CheckPersistence(VirtualServiceDefinition service, string at, ProblemList problems)
    {
        if (service.PersistenceTimeout is { } timeout && (timeout < TimeSpan.FromSeconds(1) || timeout > s_longest || timeout.Ticks % TimeSpan.TicksPerSecond != 0))
            problems.Error($"{at}/persistenceTimeoutMs", "service.persistence", $"Virtual service {service.Name}: the kernel keeps clients for whole seconds from 1 s to 31 days; choose such a time.");
    }
}
