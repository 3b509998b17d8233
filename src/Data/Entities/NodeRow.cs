namespace KeepaliveConsole.Data.Entities;

/// <summary>A director.</summary>
internal sealed class NodeRow : OrderedRow
{
    public required string Name { get; set; }

    public string? RouterId { get; set; }

    public string? ScriptUser { get; set; }

    public bool ScriptSecurity { get; set; }
}
