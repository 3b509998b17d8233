namespace KeepaliveConsole.Engine.Definitions.Rules;

/// <summary>What nopreempt, the delay and an owner's priority mean together.</summary>
internal sealed class PreemptionRule : InstanceRule
{
    protected override void Check(VrrpInstanceDefinition instance, string pointer, ProblemList problems)
    {
        for (int index = 0; index < instance.Participants.Count; index++)
        {
            VrrpParticipantDefinition participant = instance.Participants[index];
            if (!instance.Preempt && participant.Priority == VrrpPriority.Owner)
            {
                problems.Error($"{pointer}/participants/{index}/priority", "preempt.owner",
                    $"{instance.Name}: {participant.Node} has priority 255 and so always takes over, which nopreempt forbids; use 254 or allow preemption.");
            }
            else if (participant.InitialMaster && participant.Priority != VrrpPriority.Owner && (!instance.Preempt || instance.PreemptDelay > TimeSpan.Zero))
            {
                problems.Warning($"{pointer}/participants/{index}/initialMaster", "preempt.initialMaster",
                    $"{instance.Name}: {participant.Node} starts as MASTER, which switches nopreempt and the preempt delay off there; use BACKUP to keep them.");
            }
        }

        if (!instance.Preempt && instance.PreemptDelay > TimeSpan.Zero)
            problems.Warning($"{pointer}/preemptDelayMs", "preemptDelay.unused", $"{instance.Name}: the preempt delay has no effect with nopreempt; remove one of the two.");
        if (instance.Preempt && instance.TimerExpiredBackup is not null)
            problems.Warning($"{pointer}/timerExpiredBackup", "timerExpiredBackup.unused", $"{instance.Name}: timerExpiredBackup has no effect while preemption is allowed; add nopreempt or remove it.");
    }
}
