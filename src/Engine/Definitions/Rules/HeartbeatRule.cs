using System.Net;
using System.Net.Sockets;

namespace KeepaliveConsole.Engine.Definitions.Rules;

/// <summary>What carries a participant's adverts: its lines, multicast or unicast, and the virtual MAC.</summary>
internal sealed class HeartbeatRule : InstanceRule
{
    private const int MostFurtherLines = 7;

    protected override void Check(VrrpInstanceDefinition instance, string pointer, ProblemList problems)
    {
        CheckGroup(instance, pointer, problems);
        for (int index = 0; index < instance.Participants.Count; index++)
        {
            VrrpParticipantDefinition participant = instance.Participants[index];
            string at = $"{pointer}/participants/{index}";
            Sentence subject = $"{instance.Name} on {participant.Node}";
            CheckLines(participant, at, subject, problems);
            CheckPeers(instance, participant, at, subject, problems);
            CheckSource(participant, at, subject, problems);
            VirtualMacRule.Check(participant, at, subject, problems);
        }
    }

    private static void CheckGroup(VrrpInstanceDefinition instance, string pointer, ProblemList problems)
    {
        if (instance.MulticastGroup is not { } group) return;
        string at = $"{pointer}/multicastGroup";
        bool isIPv6 = group.AddressFamily == AddressFamily.InterNetworkV6;
        if (isIPv6 ? !group.IsIPv6Multicast : group.GetAddressBytes()[0] is < 224 or > 239)
            problems.Error(at, "multicast.kind", $"{instance.Name}: {group} is not a multicast address; use 224.0.0.18 or ff02::12, or leave it out.");
        else if (instance.VirtualAddresses.Count > 0 && isIPv6 != instance.TravelsOverIPv6())
            problems.Error(at, "multicast.family", $"{instance.Name}: the multicast group {group} is of another family than the virtual addresses; use one of the same family.");
    }

    private static void CheckLines(VrrpParticipantDefinition participant, string at, Sentence subject, ProblemList problems)
    {
        if (participant.MoreInterfaces.Count > MostFurtherLines)
            problems.Error($"{at}/moreInterfaces", "lines.count", $"{subject}: at most {MostFurtherLines} further interfaces may carry the adverts, not {participant.MoreInterfaces.Count}; remove some.");
        for (int index = 0; index < participant.MoreInterfaces.Count; index++)
        {
            string line = participant.MoreInterfaces[index];
            if (!NameRule.IsInterfaceName(line))
                problems.Error($"{at}/moreInterfaces/{index}", "interface.name", $"{subject}: \"{line}\" cannot be the name of an interface; use 1 to 15 characters without blanks and slashes.");
            else if (line == participant.Interface || participant.MoreInterfaces.Take(index).Contains(line))
                problems.Error($"{at}/moreInterfaces/{index}", "lines.duplicate", $"{subject}: {line} carries the adverts already; name each interface once.");
        }
    }

    private static void CheckPeers(VrrpInstanceDefinition instance, VrrpParticipantDefinition participant, string at, Sentence subject, ProblemList problems)
    {
        if (participant.UnicastTimeToLive is < 1 or > 255)
            problems.Error($"{at}/unicastTimeToLive", "unicast.ttl", $"{subject}: the TTL of unicast adverts must be 1 to 255, not {participant.UnicastTimeToLive}; 255 is usual.");
        if (participant.UnicastPeers.Count == 0)
        {
            if (participant.CheckUnicastSource)
                problems.Warning($"{at}/checkUnicastSource", "unicast.noPeer", $"{subject}: checkUnicastSource has no effect without unicast peers; add peers or remove it.");
            return;
        }

        if (participant.MoreInterfaces.Count > 0)
            problems.Error($"{at}/moreInterfaces", "lines.unicast", $"{subject}: unicast adverts go where the route to the peer leads, so further interfaces would carry none; remove them or the unicast peers.");
        if (instance.MulticastGroup is not null)
            problems.Warning($"{at}/unicastPeers", "multicast.unused", $"{subject}: the multicast group has no effect with unicast peers; remove one of the two.");
        for (int index = 0; index < participant.UnicastPeers.Count; index++)
            CheckPeer(instance, participant, index, $"{at}/unicastPeers/{index}", subject, problems);
    }

    private static void CheckPeer(VrrpInstanceDefinition instance, VrrpParticipantDefinition participant, int index, string at, Sentence subject, ProblemList problems)
    {
        UnicastPeerDefinition peer = participant.UnicastPeers[index];
        IPAddress address = peer.Address;
        if (participant.UnicastPeers.Take(index).Any(other => other.Address.Equals(address)))
            problems.Error(at, "peer.duplicate", $"{subject}: the unicast peer {address} is listed twice; remove one.");
        if (!VirtualAddressRule.IsUsable(address))
            problems.Error(at, "peer.kind", $"{subject}: {address} is not an address a router can have; name the peer's own unicast address.");
        else if (instance.VirtualAddresses.Count > 0 && (address.AddressFamily == AddressFamily.InterNetworkV6) != instance.TravelsOverIPv6())
            problems.Error(at, "peer.family", $"{subject}: the unicast peer {address} is of another family than the virtual addresses; use one of the same family.");
        if (address.Equals(participant.SourceAddress))
            problems.Error(at, "peer.self", $"{subject}: the unicast peer {address} is this node's own source address; name the other routers only.");
        if (instance.VirtualAddresses.Any(virtualAddress => virtualAddress.Address.Equals(address)))
            problems.Error(at, "peer.virtual", $"{subject}: the unicast peer {address} is a virtual address, which may be here itself; name the peer's own address.");
        if (peer.MinimumTimeToLive is < 0 or > 255)
            problems.Error(at, "peer.ttl", $"{subject}: the smallest TTL of {address} must be 0 to 255, not {peer.MinimumTimeToLive}.");
        if (peer.MaximumTimeToLive is < 0 or > 255)
            problems.Error(at, "peer.ttl", $"{subject}: the largest TTL of {address} must be 0 to 255, not {peer.MaximumTimeToLive}.");
        if (peer.MinimumTimeToLive > peer.MaximumTimeToLive)
            problems.Error(at, "peer.ttl", $"{subject}: no TTL lies between {peer.MinimumTimeToLive} and {peer.MaximumTimeToLive}, so every advert of {address} would be refused; swap them.");
    }

    private static void CheckSource(VrrpParticipantDefinition participant, string at, Sentence subject, ProblemList problems)
    {
        if (participant.SourceAddress is { } source && !VirtualAddressRule.IsUsable(source))
            problems.Error($"{at}/sourceAddress", "source.kind", $"{subject}: {source} cannot be the source of adverts; use a unicast address of the interface.");
        if (participant.TrackSourceAddress && participant.SourceAddress is null)
            problems.Warning($"{at}/trackSourceAddress", "source.untracked", $"{subject}: trackSourceAddress has no effect without a source address; set sourceAddress or remove it.");
    }
}
