using System.Globalization;

namespace KeepaliveConsole.Engine.Definitions.Rules;

/// <summary>A virtual MAC address can be given to an interface.</summary>
internal sealed class VirtualMacRule : IDefinitionRule
{
    /// <summary>Two macvlans of one node cannot have one name; the default holds the VRID only.</summary>
    public void Check(ClusterDefinition definition, ProblemList problems)
    {
        var taken = new Dictionary<(string Node, string Name), string>();
        for (int index = 0; index < definition.VrrpInstances.Count; index++)
        {
            VrrpInstanceDefinition instance = definition.VrrpInstances[index];
            for (int part = 0; part < instance.Participants.Count; part++)
            {
                VrrpParticipantDefinition participant = instance.Participants[part];
                if (participant.VirtualMac is not { } virtualMac) continue;
                string name = virtualMac.Name ?? (instance.TravelsOverIPv6() ? $"vrrp6.{instance.VirtualRouterId}" : $"vrrp.{instance.VirtualRouterId}");
                if (!taken.TryAdd((participant.Node, name), instance.Name) && taken[(participant.Node, name)] != instance.Name)
                {
                    problems.Error($"/vrrpInstances/{index}/participants/{part}/virtualMac/name", "virtualMac.duplicate",
                        $"{instance.Name} and {taken[(participant.Node, name)]} would both make the interface {name} on {participant.Node}; give one of them another name.");
                }
            }
        }
    }

    /// <summary>The members of one participant's virtual MAC.</summary>
    internal static void Check(VrrpParticipantDefinition participant, string at, Sentence subject, ProblemList problems)
    {
        if (participant.VirtualMac is not { } virtualMac) return;
        if (virtualMac.Name is { } name && !NameRule.IsInterfaceName(name))
            problems.Error($"{at}/virtualMac/name", "interface.name", $"{subject}: \"{name}\" cannot be the name of an interface; use 1 to 15 characters without blanks and slashes.");
        else if (virtualMac.Name is not null && (virtualMac.Name == participant.Interface || participant.MoreInterfaces.Contains(virtualMac.Name)))
            problems.Error($"{at}/virtualMac/name", "virtualMac.base", $"{subject}: the virtual MAC needs an interface of its own, but {virtualMac.Name} carries the adverts; choose another name.");
        if (virtualMac.HardwareAddress is { } address && !IsUsable(address))
            problems.Error($"{at}/virtualMac/hardwareAddress", "virtualMac.address", $"{subject}: \"{address}\" is not a MAC address for one interface; write six bytes such as 02:00:5e:10:00:01, or leave it out for the RFC's.");
    }

    private static bool IsUsable(string address)
    {
        string[] bytes = address.Split(':');
        if (bytes.Length != 6) return false;
        bool isZero = true;
        for (int index = 0; index < bytes.Length; index++)
        {
            if (bytes[index].Length != 2 || !byte.TryParse(bytes[index], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte value)) return false;
            if (index == 0 && (value & 1) != 0) return false;
            isZero &= value == 0;
        }

        return !isZero;
    }
}
