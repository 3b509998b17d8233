namespace KeepaliveConsole.Engine.Definitions;

/// <summary>Passes when a TCP connection is accepted; it is closed at once.</summary>
public sealed record TcpCheckDefinition : CheckDefinition;
