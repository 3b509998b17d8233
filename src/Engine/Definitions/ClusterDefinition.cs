namespace KeepaliveConsole.Engine.Definitions;

/// <summary>Everything that is wanted, as one immutable value. Equal by content.</summary>
public sealed record ClusterDefinition
{
    /// <summary>Nothing wanted: no node, no instance, no service.</summary>
    public static ClusterDefinition Empty { get; } = new();

    /// <summary>The directors.</summary>
    public ValueArray<NodeDefinition> Nodes { get; init; }

    /// <summary>The VRRP instances.</summary>
    public ValueArray<VrrpInstanceDefinition> VrrpInstances { get; init; }

    /// <summary>Instances that move together.</summary>
    public ValueArray<SyncGroupDefinition> SyncGroups { get; init; }

    /// <summary>Scripts that instances track.</summary>
    public ValueArray<TrackScriptDefinition> TrackScripts { get; init; }

    /// <summary>Processes that instances track.</summary>
    public ValueArray<TrackProcessDefinition> TrackProcesses { get; init; }

    /// <summary>Files that instances track.</summary>
    public ValueArray<TrackFileDefinition> TrackFiles { get; init; }

    /// <summary>The virtual services, the same on every node.</summary>
    public ValueArray<VirtualServiceDefinition> VirtualServices { get; init; }

    /// <summary>The service called <paramref name="name"/>, or null.</summary>
    public VirtualServiceDefinition? FindService(string name)
    {
        foreach (VirtualServiceDefinition service in VirtualServices)
            if (service.Name == name) return service;
        return null;
    }
}

/// <summary>One director.</summary>
public sealed record NodeDefinition
{
    /// <summary>Name, unique in the cluster.</summary>
    public required string Name { get; init; }

    /// <summary>keepalived's router_id where it differs from the name; null = the name.</summary>
    public string? RouterId { get; init; }

    /// <summary>User that scripts run as (keepalived's script_user); null = the product's default.</summary>
    public string? ScriptUser { get; init; }

    /// <summary>Refuse scripts that others could change (keepalived's enable_script_security). Default false when imported, as the file said.</summary>
    public bool ScriptSecurity { get; init; }

    /// <summary>Time after the engine's start in which no instance takes part (keepalived's <c>vrrp_startup_delay</c>). Default 0.</summary>
    public TimeSpan StartupDelay { get; init; }

    /// <summary>Named pipe that gets a line for each change of state (keepalived's <c>vrrp_notify_fifo</c> and <c>notify_fifo</c>); empty = none.</summary>
    public ValueArray<NotifyFifoDefinition> NotifyFifos { get; init; }

    /// <summary>Settings of the kernel's load balancer on this node; null = the kernel's own.</summary>
    public LoadBalancerDefinition? LoadBalancer { get; init; }

    /// <summary>Named pipe that gets a line for each change of a real server or quorum (keepalived's <c>lvs_notify_fifo</c> and <c>notify_fifo</c>); empty = none.</summary>
    public ValueArray<NotifyFifoDefinition> ServiceNotifyFifos { get; init; }

    /// <summary>Tell programs, pipes and mail also that a real server is up when its checks begin (keepalived's <c>rs_init_notifies</c>). Default false.</summary>
    public bool InitialServerNotices { get; init; }

    /// <summary>Mail about changes of state on this node; null = none is sent.</summary>
    public MailDefinition? Mail { get; init; }
}
