namespace KeepaliveConsole.Engine.Definitions.Rules;

/// <summary>All rules a definition must keep. The same code runs in the form, before saving and before applying.</summary>
public static class DefinitionRules
{
    private static readonly IDefinitionRule[] s_rules =
    [
        new NameRule(),
        new VirtualRouterIdRule(),
        new TimingRule(),
        new AuthenticationRule(),
        new PreemptionRule(),
        new VirtualAddressRule(),
        new DuplicateAddressRule(),
        new ParticipantRule(),
        new TrackRule(),
        new ReferenceRule(),
        new ServiceKeyRule(),
        new QuorumRule(),
        new RealServerRule(),
        new CheckRule(),
        new UnsupportedRule(),
    ];

    /// <summary>Every problem of <paramref name="definition"/>, never only the first. No error among them: it may be applied.</summary>
    public static ValueArray<DefinitionProblem> Check(ClusterDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        var problems = new ProblemList();
        foreach (IDefinitionRule rule in s_rules) rule.Check(definition, problems);
        return problems.ToValueArray();
    }

    /// <summary>
    /// Why this version must not run <paramref name="instance"/> as <paramref name="participant"/> asks: the engine holds it in
    /// Fault with this sentence, because running it half would put two masters on the wire. Null = it can run.
    /// </summary>
    public static string? UnsupportedReason(VrrpInstanceDefinition instance, VrrpParticipantDefinition participant)
    {
        ArgumentNullException.ThrowIfNull(instance);
        ArgumentNullException.ThrowIfNull(participant);
        return UnsupportedRule.Reason(instance, participant);
    }
}
