using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Data.Revisions;

/// <summary>A part of the definition that gets an audit entry of its own, so that each of several objects changed at once is found under its name.</summary>
/// <param name="Object">What the entry is about: <c>10.88.0.100:80/tcp 10.88.0.101:80</c>.</param>
/// <param name="Only">A definition with nothing but that part; asked for the one before and the one after.</param>
public sealed record ChangePart(string Object, Func<ClusterDefinition, ClusterDefinition> Only);
