namespace KeepaliveConsole.Engine.Definitions.Rules;

/// <summary>Collects what rules find, in the order they find it.</summary>
internal sealed class ProblemList
{
    private readonly List<DefinitionProblem> _problems = [];

    public void Error(string pointer, string code, Sentence message) => _problems.Add(new(ProblemSeverity.Error, pointer, code, message));

    public void Warning(string pointer, string code, Sentence message) => _problems.Add(new(ProblemSeverity.Warning, pointer, code, message));

    public void Note(string pointer, string code, Sentence message) => _problems.Add(new(ProblemSeverity.Note, pointer, code, message));

    public ValueArray<DefinitionProblem> ToValueArray() => new(_problems);
}

/// <summary>One subject's rules. Reports everything it finds; never throws on a strange definition.</summary>
internal interface IDefinitionRule
{
    /// <summary>Adds every problem of <paramref name="definition"/> to <paramref name="problems"/>.</summary>
    void Check(ClusterDefinition definition, ProblemList problems);
}

/// <summary>A rule that looks at one VRRP instance at a time.</summary>
internal abstract class InstanceRule : IDefinitionRule
{
    public void Check(ClusterDefinition definition, ProblemList problems)
    {
        for (int index = 0; index < definition.VrrpInstances.Count; index++)
            Check(definition.VrrpInstances[index], $"/vrrpInstances/{index}", problems);
    }

    protected abstract void Check(VrrpInstanceDefinition instance, string pointer, ProblemList problems);
}

/// <summary>A rule that looks at one virtual service at a time.</summary>
internal abstract class ServiceRule : IDefinitionRule
{
    public void Check(ClusterDefinition definition, ProblemList problems)
    {
        for (int index = 0; index < definition.VirtualServices.Count; index++)
            Check(definition.VirtualServices[index], $"/virtualServices/{index}", problems);
    }

    protected abstract void Check(VirtualServiceDefinition service, string pointer, ProblemList problems);
}
