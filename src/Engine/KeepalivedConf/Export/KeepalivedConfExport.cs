using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.KeepalivedConf.Export;

/// <summary>Something of a definition that a keepalived.conf cannot say. It also stands in the text, as a comment at its place.</summary>
/// <param name="Pointer">JSON pointer into the definition, such as <c>/virtualServices/0/slowStart</c>.</param>
/// <param name="Message">One line: what is left out or changed.</param>
public sealed record ConfLoss(string Pointer, string Message)
{
    /// <summary>The message, then the pointer in brackets.</summary>
    public override string ToString() => $"{Message} ({Pointer})";
}

/// <summary>A keepalived.conf as text.</summary>
/// <param name="Text">Ends with a line feed. The same definition gives the same text, byte for byte.</param>
/// <param name="Losses">What it cannot say, in the order of the text; empty when an import of the text gives the node's part back.</param>
public sealed record ConfExport(string Text, ValueArray<ConfLoss> Losses);

/// <summary>Writes the keepalived.conf of one node: its instances, and the virtual services, which belong to the whole cluster.</summary>
public static class KeepalivedConfExport
{
    /// <summary>Stands for a password that is not shown; reading the file back is refused until the real one stands there.</summary>
    public const string MaskedPassword = Definitions.Json.JsonShape.Mask;

    /// <summary>Writes the part of <paramref name="node"/>.</summary>
    /// <param name="definition">The whole cluster.</param>
    /// <param name="node">Name of the node; a name that is not there has no global_defs and no instance, only the services.</param>
    /// <param name="withSecrets">Show passwords. Default false: <see cref="MaskedPassword"/> stands in their place.</param>
    public static ConfExport Write(ClusterDefinition definition, string node, bool withSecrets = false)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(node);
        var part = new NodePart(definition, node);
        var text = new ConfWriter();
        text.Comment($"keepalived.conf of {node}, written by KeepaliveConsole.");
        text.Comment("A line \"not in keepalived\" names a setting that keepalived does not have.");
        GlobalText.Write(part, text);
        TrackText.Write(part, text);
        foreach (NodeGroup group in part.Groups) SyncGroupText.Write(group, text);
        foreach (NodeInstance instance in part.Instances) InstanceText.Write(instance, withSecrets, text);
        var certificate = SharedCertificate.Write(definition, text);
        for (int index = 0; index < definition.VirtualServices.Count; index++)
            new ServiceText(definition.VirtualServices[index], $"/virtualServices/{index}", certificate, text).Write();
        return text.ToExport();
    }
}
