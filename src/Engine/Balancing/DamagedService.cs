using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.Balancing;

/// <summary>A service that is in the kernel but was changed from outside so that it no longer does what it says.</summary>
/// <param name="Key">The service.</param>
/// <param name="Damage">What is wrong, as the end of a sentence.</param>
public sealed record DamagedService(ServiceKey Key, string Damage);
