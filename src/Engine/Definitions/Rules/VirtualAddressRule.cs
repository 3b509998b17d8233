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
        bool isIPv6 = instance.TravelsOverIPv6();
        if (isIPv6 && instance.Version == VrrpVersion.V2)
            problems.Error($"{pointer}/version", "version.ipv6", $"{instance.Name}: VRRPv2 knows no IPv6; use version 3.");
        CheckFirst(instance, list, problems);
        for (int index = 0; index < instance.VirtualAddresses.Count; index++)
            CheckAddress(instance, instance.VirtualAddresses[index], isIPv6, $"{list}/{index}", problems);
    }

    // RFC 9568 §5.2.9: routers of IPv6 use the virtual link-local address as the hosts' gateway.
    private static void CheckFirst(VrrpInstanceDefinition instance, string list, ProblemList problems)
    {
        for (int index = 0; index < instance.VirtualAddresses.Count; index++)
        {
            VirtualAddressDefinition address = instance.VirtualAddresses[index];
            if (address.Excluded) continue;
            if (address.Address.AddressFamily != AddressFamily.InterNetworkV6 || address.Address.IsIPv6LinkLocal) return;
            Sentence message = $"{instance.Name}: the first IPv6 address should be a link-local one (RFC 9568 section 5.2.9), not {address.Address}; put one such as fe80::{instance.VirtualRouterId} before it.";
            if (instance.Strict) problems.Error($"{list}/{index}/address", "address.linkLocal", message);
            else problems.Warning($"{list}/{index}/address", "address.linkLocal", message);
            return;
        }
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
        CheckScope(instance, address, addressIsIPv6, at, problems);
        if (address.Label is not { } label) return;
        if (addressIsIPv6)
            problems.Error($"{at}/label", "label.ipv6", $"{instance.Name}: {address.Address} has the label {label}, but IPv6 addresses have none; remove it.");
        else if (label.Length is 0 or > 15)
            problems.Error($"{at}/label", "label.length", $"{instance.Name}: the label \"{label}\" of {address.Address} must have 1 to 15 characters; shorten it.");
    }

    private static void CheckScope(VrrpInstanceDefinition instance, VirtualAddressDefinition address, bool isIPv6, string at, ProblemList problems)
    {
        if (address.Scope is { } scope)
        {
            if (!RouteRule.IsScope(scope))
                problems.Error($"{at}/scope", "address.scope", $"{instance.Name}: \"{scope}\" is no scope for {address.Address}; use global, link, host or a number from 0 to 255.");
            else if (isIPv6)
                problems.Warning($"{at}/scope", "address.scopeIPv6", $"{instance.Name}: the kernel finds the scope of {address.Address} itself; remove the scope {scope}.");
        }

        if (address.Broadcast is not { } broadcast) return;
        if (isIPv6)
            problems.Error($"{at}/broadcast", "address.broadcastIPv6", $"{instance.Name}: {address.Address} has the broadcast address {broadcast}, but IPv6 knows none; remove it.");
        else if (broadcast != "auto" && !(AddressText.TryParse(broadcast, out IPAddress? parsed) && parsed.AddressFamily == AddressFamily.InterNetwork))
            problems.Error($"{at}/broadcast", "address.broadcast", $"{instance.Name}: \"{broadcast}\" is no broadcast address for {address.Address}; use auto or an IPv4 address.");
    }

    /// <summary>Unicast and not loopback or unspecified.</summary>
    internal static bool IsUsable(IPAddress address)
    {
        if (IPAddress.IsLoopback(address) || address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any) || address.IsIPv6Multicast) return false;
        return address.AddressFamily != AddressFamily.InterNetwork || address.GetAddressBytes()[0] is > 0 and < 224;
    }
}
