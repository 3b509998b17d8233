namespace KeepaliveConsole.Engine.Definitions.Rules;

/// <summary>All rules a definition must keep. The same code runs in the form, before saving and before applying.</summary>
public static class DefinitionRules
{
    /// <summary>Every problem of <paramref name="definition"/>, never only the first. No error among them: it may be applied.</summary>
    public static ValueArray<DefinitionProblem> Check(ClusterDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        return [];
    }
}
