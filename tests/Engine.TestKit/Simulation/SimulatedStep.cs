using KeepaliveConsole.Engine.Vrrp;

namespace KeepaliveConsole.Engine.TestKit.Simulation;

/// <summary>One step of one director, as an observer of the network sees it.</summary>
/// <param name="At">Time of the network.</param>
/// <param name="LocalAt">Time of the director's own clock.</param>
/// <param name="Director">Whose step.</param>
/// <param name="Input">What was put in.</param>
/// <param name="Outputs">What came out, in order; the list is used again for the next step.</param>
public readonly record struct SimulatedStep(MonotonicTime At, MonotonicTime LocalAt, SimulatedDirector Director, VrrpInput Input, List<VrrpOutput> Outputs);
