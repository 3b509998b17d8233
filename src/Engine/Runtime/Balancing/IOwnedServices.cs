using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.Runtime.Balancing;

/// <summary>
/// Remembers over a restart which services of a table shared with others are ours: the kernel keeps no such mark, and a service that left
/// the definition while nobody ran would otherwise stay for ever.
/// </summary>
internal interface IOwnedServices
{
    /// <summary>Those of the run before; empty when nothing is known or the kernel's table is not the one they were in.</summary>
    HashSet<ServiceKey> Load();

    /// <summary>Remembers <paramref name="owned"/>. Cheap when they are those of the last call. A failure only means that nothing is remembered.</summary>
    void Save(IReadOnlySet<ServiceKey> owned);
}

/// <summary>Remembers nothing: services that left the definition while nobody ran stay until somebody removes them.</summary>
internal sealed class NoOwnedServices : IOwnedServices
{
    /// <inheritdoc />
    public HashSet<ServiceKey> Load() => [];

    /// <inheritdoc />
    public void Save(IReadOnlySet<ServiceKey> owned)
    {
        // Nothing is remembered.
    }
}
