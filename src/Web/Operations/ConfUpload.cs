using KeepaliveConsole.Data;
using KeepaliveConsole.Data.Revisions;
using KeepaliveConsole.Engine.Hosting;
using KeepaliveConsole.Engine.KeepalivedConf;
using KeepaliveConsole.Engine;
using Microsoft.Extensions.Options;

namespace KeepaliveConsole.Web.Operations;

/// <summary>Reads the text of a keepalived.conf that came over the network or from a form.</summary>
internal sealed class ConfUpload(IOptions<EngineOptions> engine)
{
    /// <summary>Name of the text in diagnostics.</summary>
    public const string FileName = "keepalived.conf";

    /// <summary>Reads <paramref name="text"/> for <paramref name="node"/>; null = this node.</summary>
    public ConfReading Read(string text, string? node)
    {
        string name = string.IsNullOrWhiteSpace(node) ? engine.Value.Node : node.Trim();
        return new ConfReading(ConfImport.Read(FileName, new TextSource(text), name, Environment.MachineName), name);
    }

    // Whoever may import is an administrator of the console, not necessarily of the host: an include must not read the host's files.
    private sealed class TextSource(string text) : IConfSource
    {
        public string? Read(string path, out Sentence? problem)
        {
            problem = path == FileName ? null : (Sentence)$"a text that is sent in cannot include files of this host; put their content in its place, or run keepalive-console import on the host";
            return problem is null ? text : null;
        }

        public IReadOnlyList<string> Match(string pattern, string includingFile) => [pattern];
    }
}

/// <summary>A keepalived.conf that was read, and the change it stands for.</summary>
/// <param name="Import">What it says, with every finding.</param>
/// <param name="Node">The node it is for.</param>
internal sealed record ConfReading(ConfImportResult Import, string Node)
{
    /// <summary>The change that brings it into the store: this node's part is replaced, other nodes' parts stay.</summary>
    public DefinitionChange Change(Actor actor, bool dryRun) => new()
    {
        Edit = current => ConfMerge.Into(current, Import.Definition, Node),
        Actor = actor,
        Action = "import",
        Object = $"node {Node}",
        DryRun = dryRun,
    };
}
