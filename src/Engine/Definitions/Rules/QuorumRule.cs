namespace KeepaliveConsole.Engine.Definitions.Rules;

/// <summary>A quorum that can be reached and lost.</summary>
internal sealed class QuorumRule : ServiceRule
{
    protected override void Check(VirtualServiceDefinition service, string pointer, ProblemList problems)
    {
        if (service.Quorum < 1)
            problems.Error($"{pointer}/quorum", "quorum.range", $"Virtual service {service.Name}: the quorum must be 1 or more, not {service.Quorum}.");
        if (service.Hysteresis < 0 || (service.Quorum >= 1 && service.Hysteresis >= service.Quorum))
            problems.Error($"{pointer}/hysteresis", "hysteresis.range", $"Virtual service {service.Name}: the hysteresis must be 0 or more and below the quorum of {service.Quorum}, not {service.Hysteresis}; otherwise the quorum could never be lost.");
        if (service.RealServers.Count == 0)
        {
            problems.Warning($"{pointer}/realServers", "service.empty", $"Virtual service {service.Name} has no real server; add one, or clients reach {(service.SorryServer is null ? (Sentence)$"nobody" : $"only the sorry server")}.");
            return;
        }

        long weight = service.RealServers.Sum(server => (long)Math.Max(0, server.Weight));
        if (service.Quorum > weight)
            problems.Warning($"{pointer}/quorum", "quorum.unreachable", $"Virtual service {service.Name}: the quorum of {service.Quorum} is more than all weights together ({weight}), so it is never reached; lower it.");
        else if (service.Hysteresis >= 0 && service.Quorum + (long)service.Hysteresis > weight)
            problems.Warning($"{pointer}/hysteresis", "quorum.unreachable", $"Virtual service {service.Name}: the quorum is gained at {service.Quorum + (long)service.Hysteresis}, more than all weights together ({weight}), so once lost it never returns; lower the hysteresis.");
    }
}
