using KeepaliveConsole.Data.Revisions;
using KeepaliveConsole.Engine;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.KeepalivedConf.Export;

namespace KeepaliveConsole.Web.Cli;

/// <summary><c>export</c>: the keepalived.conf of a node from the store, also beside a running console.</summary>
internal static class ExportCommand
{
    /// <summary>Writes it; what it cannot say goes to <paramref name="error"/> as well.</summary>
    public static async Task<int> RunAsync(IDefinitionStore store, string node, bool withSecrets, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        ClusterDefinition definition = (await store.FindCurrentAsync(cancellationToken).ConfigureAwait(false))?.Definition ?? ClusterDefinition.Empty;
        if (!definition.Nodes.Any(each => each.Name == node)) return CommandFailure.Failed(NodeNames.Unknown(definition, node).ToString()).Report(error);
        ConfExport export = KeepalivedConfExport.Write(definition, node, withSecrets);
        await output.WriteAsync(export.Text.AsMemory(), cancellationToken).ConfigureAwait(false);
        foreach (ConfLoss loss in export.Losses) await error.WriteLineAsync($"not in keepalived: {loss}".AsMemory(), cancellationToken).ConfigureAwait(false);
        return ExitCodes.Fine;
    }
}

/// <summary>The nodes of a definition, for messages.</summary>
internal static class NodeNames
{
    /// <summary>Says that there is no such node, and which there are.</summary>
    public static Sentence Unknown(ClusterDefinition definition, string node) => definition.Nodes.Count == 0
        ? (Sentence)$"There is no node {node}: the definition has no nodes yet."
        : $"There is no node {node}; the nodes are {string.Join(", ", definition.Nodes.Select(each => each.Name))}.";
}
