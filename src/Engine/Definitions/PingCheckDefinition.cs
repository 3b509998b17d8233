namespace KeepaliveConsole.Engine.Definitions;

/// <summary>Passes when an ICMP (or ICMPv6) echo is answered in time.</summary>
public sealed record PingCheckDefinition : CheckDefinition;
