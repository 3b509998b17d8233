namespace KeepaliveConsole.Engine.Definitions;

/// <summary>
/// Asks an agent on the real server what share it can take (HAProxy's agent-check text protocol): one line of words such as
/// <c>75%</c>, <c>up</c>, <c>down</c>, <c>fail</c>, <c>stopped</c>, <c>drain</c>, <c>maint</c>, <c>ready</c>. An agent that does not answer changes nothing.
/// </summary>
public sealed record AgentCheckDefinition : CheckDefinition
{
    /// <summary>Sent after the connection is made; null = nothing is.</summary>
    public string? Send { get; init; }
}
