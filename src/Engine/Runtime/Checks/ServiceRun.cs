using KeepaliveConsole.Engine.Balancing;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Health;

namespace KeepaliveConsole.Engine.Runtime.Checks;

/// <summary>One virtual service while it lives. Touched only under the lock of <see cref="CheckRuntime"/>.</summary>
internal sealed class ServiceRun
{
    private VirtualServiceDefinition _definition = null!;

    /// <summary>The definition in force.</summary>
    public required VirtualServiceDefinition Definition
    {
        get => _definition;
        set
        {
            // Thousands of ports of a range are counted out once, not at every change of a server.
            if (_definition is null || _definition.Key != value.Key || _definition.MoreEndpoints != value.MoreEndpoints) 
            {
                Endpoints = ServiceEndpoints.Of(value);
                EndpointNames = Endpoints.Select(endpoint => endpoint.ToString()).ToValueArray();
            }

            _definition = value;
        }
    }

    /// <summary>The entries of the table it stands for.</summary>
    public ValueArray<ServiceKey> Endpoints { get; private set; }

    /// <summary>The same in words.</summary>
    public ValueArray<string> EndpointNames { get; private set; }

    /// <summary>The picture last made of it; null = none yet.</summary>
    public ServicePicture? Picture { get; set; }

    /// <summary>Its real servers, in the order of the definition.</summary>
    public ServerRun[] Servers { get; set; } = [];

    /// <summary>Has it its quorum?</summary>
    public ServiceHealth Health { get; set; }

    /// <summary>What the table must hold for it, one entry for each of <see cref="Endpoints"/>; null = not decided yet.</summary>
    public BalancerService[]? Wanted { get; set; }

    /// <summary>Is it gone from the definition?</summary>
    public bool IsRemoved { get; set; }

    /// <summary>Must it be decided anew?</summary>
    public bool IsDirty { get; set; }

    /// <summary>When it must be decided anew though nothing happens; null = never.</summary>
    public MonotonicTime? ChangesAt { get; set; }

    /// <summary>Do its checks rest because this host does not hold its address?</summary>
    public bool IsSuspended { get; set; }
}
