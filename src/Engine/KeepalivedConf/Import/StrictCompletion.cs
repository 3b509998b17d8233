namespace KeepaliveConsole.Engine.KeepalivedConf.Import;

/// <summary>What keepalived's strict mode changes in an instance, each change with a word where the file says otherwise.</summary>
internal static class StrictCompletion
{
    public static void Apply(InstanceDraft draft, bool isOwner, ConfReader reader)
    {
        void Change(bool isOtherwise, string keyword, Sentence what)
        {
            if (isOtherwise) reader.Findings.Warning(draft.PositionOf(keyword), $"{keyword} is {what} in strict mode, as keepalived does");
        }

        Change(draft.AuthenticationType is not null, "authentication", $"left out");
        draft.AuthenticationType = null;
        Change(draft.PreemptDelay > TimeSpan.Zero, "preempt_delay", $"left out");
        draft.PreemptDelay = TimeSpan.Zero;
        Change(draft.DownTimerAdverts is not (null or 3), "down_timer_adverts", Sentence.Verbatim("3"));
        draft.DownTimerAdverts = 3;
        Change(draft.IsMaster == true && !isOwner, "state", $"BACKUP where the priority is not 255");
        draft.IsMaster = isOwner;
        Change(draft.Accept == true && !isOwner, "accept", $"left out where the priority is not 255");
        draft.Accept = isOwner && draft.Accept != false;
        Change(draft.HigherPrioritySendAdvertisement == true, "higher_prio_send_advert", Sentence.Verbatim("off"));
        draft.HigherPrioritySendAdvertisement = false;
        Change(draft.LowerPriorityNoAdvertisement == false, "lower_prio_no_advert", Sentence.Verbatim("on"));
        draft.LowerPriorityNoAdvertisement = true;
        Change(draft.OwnerIgnoresAdvertisements == false, "owner_ignore_adverts", Sentence.Verbatim("on"));
        draft.OwnerIgnoresAdvertisements = true;
        Change(draft.TransmitOnBase, "vmac_xmit_base", $"left out");
        draft.TransmitOnBase = false;
        Change(draft.VirtualMac?.HardwareAddress is not null, "use_vmac", $"used without its MAC address");
        if (draft.VirtualMac is not null) draft.VirtualMac = draft.VirtualMac with { HardwareAddress = null };
    }
}
