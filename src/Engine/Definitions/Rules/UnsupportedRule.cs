using System.Net.Sockets;

namespace KeepaliveConsole.Engine.Definitions.Rules;

/// <summary>
/// What a definition may say but this version does not act on. Kept, so that nothing is lost in an import; shown, so that
/// nobody counts on it.
/// </summary>
internal sealed class UnsupportedRule : IDefinitionRule
{
    public void Check(ClusterDefinition definition, ProblemList problems)
    {
        for (int index = 0; index < definition.VrrpInstances.Count; index++)
        {
            VrrpInstanceDefinition instance = definition.VrrpInstances[index];
            string at = $"/vrrpInstances/{index}";
            if (instance.Authentication?.Type == VrrpAuthenticationType.AuthenticationHeader)
                problems.Warning($"{at}/authentication", "unsupported.authenticationHeader", $"{instance.Name}: {AuthenticationHeaderReason} The engine holds it in Fault until then.");
            if (HasIPv6(instance))
                problems.Warning($"{at}/virtualAddresses", "unsupported.ipv6", $"{instance.Name}: {IPv6Reason} The engine holds it in Fault until then.");
            for (int part = 0; part < instance.Participants.Count; part++)
                CheckParticipant(instance, instance.Participants[part], $"{at}/participants/{part}", problems);
        }

        for (int index = 0; index < definition.SyncGroups.Count; index++)
        {
            problems.Warning($"/syncGroups/{index}", "unsupported.syncGroup",
                $"Sync group {definition.SyncGroups[index].Name} is kept but has no effect in this version: its instances are elected each on its own.");
        }
    }

    internal static string? Reason(VrrpInstanceDefinition instance, VrrpParticipantDefinition participant)
    {
        if (participant.UnicastPeers.Count > 0) return UnicastReason;
        if (HasIPv6(instance) || participant.SourceAddress?.AddressFamily == AddressFamily.InterNetworkV6) return IPv6Reason;
        return instance.Authentication?.Type == VrrpAuthenticationType.AuthenticationHeader ? AuthenticationHeaderReason : null;
    }

    private const string UnicastReason = "This version sends adverts by multicast only; remove the unicast peers or leave this instance to keepalived.";
    private const string IPv6Reason = "This version elects IPv4 addresses only; use IPv4 virtual addresses or leave this instance to keepalived.";
    private const string AuthenticationHeaderReason = "This version knows no AH authentication; use PASS or none on every director.";

    // Excluded IPv6 addresses count too: the engine adds every address of the instance, and knows no neighbour advertisement yet.
    private static bool HasIPv6(VrrpInstanceDefinition instance) =>
        instance.VirtualAddresses.Any(address => address.Address.AddressFamily == AddressFamily.InterNetworkV6);

    private static void CheckParticipant(VrrpInstanceDefinition instance, VrrpParticipantDefinition participant, string at, ProblemList problems)
    {
        if (participant.UnicastPeers.Count > 0)
            problems.Warning($"{at}/unicastPeers", "unsupported.unicast", $"{instance.Name} on {participant.Node}: {UnicastReason} The engine holds it in Fault until then.");
        if (participant.SourceAddress?.AddressFamily == AddressFamily.InterNetworkV6 && !HasIPv6(instance))
            problems.Warning($"{at}/sourceAddress", "unsupported.ipv6", $"{instance.Name} on {participant.Node}: {IPv6Reason} The engine holds it in Fault until then.");
        for (int index = 0; index < participant.Tracks.Count; index++)
        {
            TrackDefinition track = participant.Tracks[index];
            problems.Warning($"{at}/tracks/{index}", "unsupported.track",
                $"{instance.Name} on {participant.Node}: the track on {KindText(track.Kind)} {track.Target} is kept but has no effect in this version: the priority stays as defined.");
        }

        if (participant.Notify is not null)
            problems.Warning($"{at}/notify", "unsupported.notify", $"{instance.Name} on {participant.Node}: the notify program is kept but not run in this version; follow the events instead.");
    }

    private static string KindText(TrackKind kind) => kind switch { TrackKind.Script => "script", TrackKind.Process => "process", _ => "interface" };
}
