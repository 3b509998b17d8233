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
        new StrictRule(),
        new TrackRule(),
        new OwnerTrackRule(),
        new ReferenceRule(),
        new ServiceKeyRule(),
        new QuorumRule(),
        new RealServerRule(),
        new CheckRule(),
    ];

    /// <summary>Every problem of <paramref name="definition"/>, never only the first. No error among them: it may be applied.</summary>
    public static ValueArray<DefinitionProblem> Check(ClusterDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        var problems = new ProblemList();
        foreach (IDefinitionRule rule in s_rules) rule.Check(definition, problems);
        return problems.ToValueArray();
    }
}
