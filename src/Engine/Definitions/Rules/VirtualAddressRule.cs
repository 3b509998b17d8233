using System.Net;
using System.Net.Sockets;

namespace KeepaliveConsole.Engine.Definitions.Rules;

/// <summary>Each virtual address can be put on an interface and into an advert.</summary>
internal sealed class VirtualAddressRule : InstanceRule
{
    protected override void Check(VrrpInstanceDefinition instance, string pointer, ProblemList problems)
    {
        int advertised = instance.VirtualAddresses.Count(address => !address.Excluded);
        string list = $"{pointer}/virtualAddresses";
        if (advertised == 0)
            problems.Error(list, "address.none", $"{instance.Name}: there is no virtual address to move; add at least one that is not excluded from adverts.");
        if (advertised > 255)
            problems.Error(list, "address.count", $"{instance.Name}: an advert names at most 255 addresses, not {advertised}; exclude some from adverts or use a second instance.");
        bool isIPv6 = VirtualRouterIdRule.IsIPv6(instance);
        if (isIPv6 && instance.Version == VrrpVersion.V2)
            problems.Error($"{pointer}/version", "version.ipv6", $"{instance.Name}: VRRPv2 knows no IPv6; use version 3.");
        for (int index = 0; index < instance.VirtualAddresses.Count; index++)
            CheckAddress(instance, instance.VirtualAddresses[index], isIPv6, $"{list}/{index}", problems);
    }

    private static void CheckAddress(VrrpInstanceDefinition instance, VirtualAddressDefinition address, bool isIPv6, string at, ProblemList problems)
    {
        bool addressIsIPv6 = address.Address.AddressFamily == AddressFamily.InterNetworkV6;
        if (!address.Excluded && addressIsIPv6 != isIPv6)
            problems.Error($"{at}/address", "address.mixedFamily", $"{instance.Name}: {address.Address} is of another family than the first address, and an advert carries only one; exclude it from adverts or use a second instance.");
        int bits = addressIsIPv6 ? 128 : 32;
        if (address.PrefixLength < 0 || address.PrefixLength > bits)
            problems.Error($"{at}/prefixLength", "address.prefixLength", $"{instance.Name}: the prefix length of {address.Address} must be 0 to {bits}, not {address.PrefixLength}.");
        if (!IsUsable(address.Address))
            problems.Error($"{at}/address", "address.kind", $"{instance.Name}: {address.Address} is not an address a host can hold; use a unicast address.");
        if (address.Interface is not null && !NameRule.IsInterfaceName(address.Interface))
            problems.Error($"{at}/interface", "interface.name", $"{instance.Name}: \"{address.Interface}\" cannot be the name of an interface; use 1 to 15 characters without blanks and slashes.");
        if (address.Label is not { } label) return;
        if (addressIsIPv6)
            problems.Error($"{at}/label", "label.ipv6", $"{instance.Name}: {address.Address} has the label {label}, but IPv6 addresses have none; remove it.");
        else if (label.Length is 0 or > 15)
            problems.Error($"{at}/label", "label.length", $"{instance.Name}: the label \"{label}\" of {address.Address} must have 1 to 15 characters; shorten it.");
    }

    /// <summary>Unicast and not loopback or unspecified.</summary>
    internal static bool IsUsable(IPAddress address)
    {
        if (IPAddress.IsLoopback(address) || address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any) || address.IsIPv6Multicast) return false;
        return address.AddressFamily != AddressFamily.InterNetwork || address.GetAddressBytes()[0] is > 0 and < 224;
    }
}
