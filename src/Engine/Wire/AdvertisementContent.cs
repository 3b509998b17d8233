using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.Wire;

/// <summary>What an accepted advert says.</summary>
/// <param name="Priority">0 = the sender leaves.</param>
/// <param name="Interval">The sender's interval.</param>
/// <param name="SameAddresses">Does it name our virtual addresses in the same number, in any order? A difference is logged, not refused.</param>
public readonly record struct AdvertisementContent(VrrpPriority Priority, AdvertisementInterval Interval, bool SameAddresses);
