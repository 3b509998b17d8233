using System.Net;

namespace KeepaliveConsole.Engine.Definitions.Rules;

/// <summary>An address belongs to one instance; two could put it on two directors at once.</summary>
internal sealed class DuplicateAddressRule : IDefinitionRule
{
    public void Check(ClusterDefinition definition, ProblemList problems)
    {
        var owner = new Dictionary<IPAddress, string>();
        for (int index = 0; index < definition.VrrpInstances.Count; index++)
        {
            VrrpInstanceDefinition instance = definition.VrrpInstances[index];
            for (int position = 0; position < instance.VirtualAddresses.Count; position++)
            {
                IPAddress address = instance.VirtualAddresses[position].Address;
                if (owner.TryAdd(address, instance.Name)) continue;
                Sentence message = owner[address] == instance.Name
                    ? (Sentence)$"{instance.Name}: {address} is listed twice; remove one."
                    : $"{address} belongs to {owner[address]} and to {instance.Name}, so two directors could hold it at once; keep it in one of them.";
                problems.Error($"/vrrpInstances/{index}/virtualAddresses/{position}/address", "address.duplicate", message);
            }
        }
    }
}
