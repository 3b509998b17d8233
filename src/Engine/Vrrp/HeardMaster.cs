using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.Vrrp;

/// <summary>The last advert that was heard; decides nothing, says why.</summary>
/// <param name="Source">Its sender.</param>
/// <param name="Priority">Its priority.</param>
/// <param name="At">When it came.</param>
/// <param name="Line">Heartbeat line it came on.</param>
internal readonly record struct HeardMaster(AddressKey Source, VrrpPriority Priority, MonotonicTime At, int Line);
