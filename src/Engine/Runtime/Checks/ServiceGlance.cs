using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Engine.Runtime.Checks;

/// <summary>What decides about the table of one service: far less than its picture, so that it is taken quickly also of ten thousand servers.</summary>
/// <param name="QuorumUp">Has it its quorum?</param>
/// <param name="KeepsAll">Do all enabled servers serve because none is left?</param>
/// <param name="Servers">Its servers, in the order of the definition.</param>
internal sealed record ServiceGlance(bool QuorumUp, bool KeepsAll, ServerGlance[] Servers);

/// <summary>What decides about one server.</summary>
/// <param name="Definition">The definition in force.</param>
/// <param name="State">What its checks say.</param>
/// <param name="StateReason">Why; null = nothing was found yet.</param>
/// <param name="Admin">What the operator wants now.</param>
/// <param name="IsSuppressed">Is it kept out for coming and going too often?</param>
/// <param name="WeightReason">What moves its weight; null = nothing.</param>
internal readonly record struct ServerGlance(
    RealServerDefinition Definition, RealServerState State, string? StateReason, AdminState Admin, bool IsSuppressed, string? WeightReason);
