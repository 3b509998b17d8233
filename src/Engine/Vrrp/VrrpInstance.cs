using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Engine.Vrrp;

/// <summary>The election of one instance: input in, ordered outputs out. No clock, thread, socket or log. RFC 9568 §6.4.</summary>
public sealed class VrrpInstance
{
    /// <summary>Creates an instance in Initialize; it does nothing until <see cref="VrrpInputKind.Started"/> and a usable link.</summary>
    public VrrpInstance(VrrpInstanceDefinition definition, VrrpParticipantDefinition participant)
    {
        Definition = definition;
        Participant = participant;
    }

    /// <summary>The definition in force.</summary>
    public VrrpInstanceDefinition Definition { get; private set; }

    /// <summary>This node's part of it.</summary>
    public VrrpParticipantDefinition Participant { get; private set; }

    /// <summary>The state.</summary>
    public VrrpState State { get; private set; }

    /// <summary>Base priority changed by tracking.</summary>
    public VrrpPriority EffectivePriority { get; private set; }

    /// <summary>Appends what is to be done to <paramref name="outputs"/> (not cleared first), in order.</summary>
    public void Step(MonotonicTime now, in VrrpInput input, List<VrrpOutput> outputs) => throw new NotImplementedException();
}
