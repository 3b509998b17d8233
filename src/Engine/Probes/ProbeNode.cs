using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.Probes;

/// <summary>What probes need to know of this node beside their check.</summary>
internal sealed class ProbeNode
{
    private readonly Dictionary<string, TrackFileDefinition> _files = new(StringComparer.Ordinal);

    /// <summary>Takes it from <paramref name="definition"/>.</summary>
    /// <param name="definition">What is wanted of the cluster.</param>
    /// <param name="node">Name of this node.</param>
    public ProbeNode(ClusterDefinition definition, string node)
    {
        NodeDefinition? self = definition.Nodes.FirstOrDefault(candidate => candidate.Name == node);
        ScriptUser = self?.ScriptUser;
        ScriptSecurity = self?.ScriptSecurity ?? false;
        foreach (TrackFileDefinition file in definition.TrackFiles) _files[file.Name] = file;
    }

    /// <summary>User that scripts run as; null = nobody.</summary>
    public string? ScriptUser { get; }

    /// <summary>Refuse scripts that others could change?</summary>
    public bool ScriptSecurity { get; }

    /// <summary>The tracked file of that name; null = there is none.</summary>
    public TrackFileDefinition? File(string name) => _files.GetValueOrDefault(name);
}
