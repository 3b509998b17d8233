using System.Net;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.KeepalivedConf.Evaluation;
using KeepaliveConsole.Engine.KeepalivedConf.Syntax;

namespace KeepaliveConsole.Engine.KeepalivedConf.Import;

/// <summary>A <c>real_server</c> in the making.</summary>
internal sealed class RealServerDraft(IPAddress? address, int? port, ConfPosition position) : CheckSettings
{
    /// <summary>Null when the line was wrong (reported).</summary>
    public IPAddress? Address { get; } = address;

    public int? Port { get; } = port;

    public ConfPosition Position { get; } = position;

    public int? Weight { get; set; }

    public bool? InhibitOnFailure { get; set; }

    public ForwardingMethod? ForwardingMethod { get; set; }

    public TunnelDefinition? Tunnel { get; set; }

    public long UpperThreshold { get; set; }

    public long LowerThreshold { get; set; }

    public ServiceNotifyDraft Notify { get; } = new();

    public bool? Alert { get; set; }

    public List<CheckDraft> Checks { get; } = [];
}

/// <summary>A <c>virtual_server</c> in the making.</summary>
internal sealed class ServiceDraft(ServiceKey? key, ConfWord? group, ConfPosition position) : CheckSettings
{
    /// <summary>Null when the line was wrong (reported), or names a group.</summary>
    public ServiceKey? Key { get; } = key;

    /// <summary>Name of its <c>virtual_server_group</c>; null = none.</summary>
    public ConfWord? Group { get; } = group;

    public ConfPosition Position { get; } = position;

    public Scheduler Scheduler { get; set; } = Scheduler.WeightedLeastConnections;

    public ForwardingMethod ForwardingMethod { get; set; } = ForwardingMethod.Nat;

    public TunnelDefinition? Tunnel { get; set; }

    public SchedulerFlags SchedulerFlags { get; set; }

    public bool Hashed { get; set; }

    public ConfPosition? OnePacketPosition { get; set; }

    public int? PersistenceGranularity { get; set; }

    public string? PersistenceEngine { get; set; }

    public bool NotifyDownOnStop { get; set; }

    public bool SuspendWhileNotOwner { get; set; }

    public ServiceNotifyDraft Notify { get; } = new();

    public bool? Alert { get; set; }

    public (ForwardingMethod Method, TunnelDefinition? Tunnel)? SorryServerMethod { get; set; }

    public bool SorryServerInhibit { get; set; }

    public TransportProtocol? Protocol { get; set; }

    public ConfPosition? ProtocolPosition { get; set; }

    public TimeSpan? PersistenceTimeout { get; set; }

    public int Quorum { get; set; } = 1;

    public ConfPosition? QuorumPosition { get; set; }

    public int Hysteresis { get; set; }

    public ConfPosition? HysteresisPosition { get; set; }

    public int? Weight { get; set; }

    public bool InhibitOnFailure { get; set; }

    public SorryServerDefinition? SorryServer { get; set; }

    public ConfPosition? SorryServerPosition { get; set; }

    public List<RealServerDraft> RealServers { get; } = [];
}

/// <summary>Programs of a virtual or real server in the making.</summary>
internal sealed class ServiceNotifyDraft
{
    /// <summary>Null = none.</summary>
    public ServiceNotifyDefinition? Definition { get; private set; }

    public void ReadUp(ConfDirective line, ConfReader reader) => Read(line, reader, (notify, program) => notify with { Up = program });

    public void ReadDown(ConfDirective line, ConfReader reader) => Read(line, reader, (notify, program) => notify with { Down = program });

    private void Read(ConfDirective line, ConfReader reader, Func<ServiceNotifyDefinition, string, ServiceNotifyDefinition> set)
    {
        string? user = VrrpValues.User(line, reader, 1);
        if (reader.Word(line) is not { } word) return;
        ServiceNotifyDefinition notify = Definition ?? new ServiceNotifyDefinition { User = user };
        if (user != notify.User)
            reader.Findings.Warning(line.Keyword.Position, $"both programs run as one user, {(notify.User is { } one ? Sentence.Verbatim(one) : $"the script user")}; make them agree");
        Definition = set(notify, word.Text);
    }
}
