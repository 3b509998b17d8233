namespace KeepaliveConsole.Data.Entities;

/// <summary>A director.</summary>
internal sealed class NodeRow : OrderedRow
{
    public required string Name { get; set; }

    public string? RouterId { get; set; }

    public string? ScriptUser { get; set; }

    public bool ScriptSecurity { get; set; }

    public TimeSpan StartupDelay { get; set; }

    public List<NotifyFifoRow> NotifyFifos { get; set; } = [];
}

/// <summary>A named pipe of a node that gets a line for each change of state.</summary>
internal sealed class NotifyFifoRow : OrderedRow
{
    public long NodeId { get; set; }

    public required string Path { get; set; }

    public string? Script { get; set; }

    public string? User { get; set; }
}
