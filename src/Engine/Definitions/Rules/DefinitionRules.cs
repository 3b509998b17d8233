namespace KeepaliveConsole.Engine.Definitions.Rules;

/// <summary>All rules a definition must keep. The same code runs in the form, before saving and before applying.</summary>
public static class DefinitionRules
{
    private static readonly IDefinitionRule[] s_rules =
    [
        new NameRule(),
        new VirtualRouterIdRule(),
        new TimingRule(),
        new AnnouncementRule(),
        new AuthenticationRule(),
        new PreemptionRule(),
        new VirtualAddressRule(),
        new DuplicateAddressRule(),
        new RouteRule(),
        new ParticipantRule(),
        new HeartbeatRule(),
        new VirtualMacRule(),
        new NotifyRule(),
        new MailRule(),
        new StrictRule(),
        new TrackRule(),
        new OwnerTrackRule(),
        new ReferenceRule(),
        new ServiceKeyRule(),
        new QuorumRule(),
        new ServiceRangeRule(),
        new ServiceOptionRule(),
        new TunnelRule(),
        new RealServerRule(),
        new ServerOptionRule(),
        new ServiceNotifyRule(),
        new LoadBalancerRule(),
        new CheckRule(),
    ];

    /// <summary>Every problem of <paramref name="definition"/>, never only the first. No error among them: it may be applied.</summary>
    /// <param name="definition">What is to be in force.</param>
    /// <param name="limits">The load balancer it is to run on; null = not known, and nothing is refused for its sake.</param>
    /// <param name="before">What is in force: what its services ask too much of the load balancer already is only a warning. Null = nothing.</param>
    public static ValueArray<DefinitionProblem> Check(ClusterDefinition definition, IBalancerLimits? limits = null, ClusterDefinition? before = null)
    {
        ArgumentNullException.ThrowIfNull(definition);
        var problems = new ProblemList();
        foreach (IDefinitionRule rule in s_rules) rule.Check(definition, problems);
        if (limits is not null) BalancerLimitRule.Check(definition, limits, before ?? ClusterDefinition.Empty, problems);
        return problems.ToValueArray();
    }
}
