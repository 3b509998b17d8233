namespace KeepaliveConsole.Engine.Definitions.Rules;

/// <summary>
/// What <see cref="VrrpInstanceDefinition.Strict"/> excludes: everything beyond the RFC, as keepalived's <c>vrrp_strict</c>. It changes nothing by
/// itself, so that the definition always shows what runs.
/// </summary>
internal sealed class StrictRule : InstanceRule
{
    protected override void Check(VrrpInstanceDefinition instance, string pointer, ProblemList problems)
    {
        if (!instance.Strict) return;
        void Refuse(string member, string code, Sentence what) =>
            problems.Error($"{pointer}/{member}", $"strict.{code}", $"{instance.Name}: strict allows {what}, or switch strict off.");

        if (instance.Authentication is { Type: not VrrpAuthenticationType.None })
            Refuse("authentication", "authentication", $"no authentication, which RFC 3768 removed; remove it");
        if (instance.PreemptDelay > TimeSpan.Zero)
            Refuse("preemptDelayMs", "preemptDelay", $"no preempt delay; set it to 0");
        if (instance.DownTimerAdverts != 3)
            Refuse("downTimerAdverts", "downTimerAdverts", $"only 3 missed adverts; set downTimerAdverts to 3");
        if (instance.HigherPrioritySendAdvertisement)
            Refuse("higherPrioritySendAdvertisement", "higherPriority", $"no advert on yielding; set higherPrioritySendAdvertisement to false");
        if (!instance.LowerPriorityNoAdvertisement)
            Refuse("lowerPriorityNoAdvertisement", "lowerPriority", $"no advert on hearing a lower master; set lowerPriorityNoAdvertisement to true");
        if (instance.Announcement.LowerPriorityRepeat != 0)
            Refuse("announcement/lowerPriorityRepeat", "announcement", $"no announcement on hearing a lower master; set lowerPriorityRepeat to 0");
        if (!instance.OwnerIgnoresAdvertisements)
            Refuse("ownerIgnoresAdvertisements", "owner", $"an owner no attention to other owners; set ownerIgnoresAdvertisements to true");
        for (int index = 0; index < instance.Participants.Count; index++)
            CheckParticipant(instance, instance.Participants[index], $"participants/{index}", Refuse);
    }

    private static void CheckParticipant(VrrpInstanceDefinition instance, VrrpParticipantDefinition participant, string at, Action<string, string, Sentence> refuse)
    {
        bool isOwner = participant.Priority == VrrpPriority.Owner;
        if (participant.UnicastPeers.Count > 0)
            refuse($"{at}/unicastPeers", "unicast", $"only multicast; remove the unicast peers of {participant.Node}");
        if (participant.InitialMaster && !isOwner)
            refuse($"{at}/initialMaster", "initialMaster", $"only an owner (255) to start as MASTER; set initialMaster of {participant.Node} to false");
        if (instance.Accept && !isOwner)
            refuse("accept", "accept", $"only an owner (255) to answer on the addresses, which {participant.Node} is not; set accept to false");
        if (participant.VirtualMac is { TransmitOnBase: true })
            refuse($"{at}/virtualMac/transmitOnBase", "transmitOnBase", $"adverts only from the virtual MAC; set transmitOnBase of {participant.Node} to false");
        if (participant.VirtualMac is { HardwareAddress: not null })
            refuse($"{at}/virtualMac/hardwareAddress", "hardwareAddress", $"only the RFC's virtual MAC; remove hardwareAddress of {participant.Node}");
    }
}
