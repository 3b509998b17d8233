using KeepaliveConsole.Engine.Balancing;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Health;

namespace KeepaliveConsole.Engine.Runtime.Checks;

/// <summary>A picture of a service, and what it was drawn from, its servers' own pictures aside.</summary>
internal sealed class ServicePicture(VirtualServiceStatus status, ServiceRun service, BalancerService? actual, string? refused)
{
    private readonly VirtualServiceDefinition _definition = service.Definition;
    private readonly ServerRun[] _servers = service.Servers;
    private readonly ServiceHealth _health = service.Health;
    private readonly bool _isSuspended = service.IsSuspended;

    /// <summary>The picture.</summary>
    public VirtualServiceStatus Status { get; } = status;

    /// <summary>Would it be drawn the same again if none of its servers looks different? Of one without servers each picture has its own moment.</summary>
    public bool Is(ServiceRun now, BalancerService? actualNow, string? refusedNow) =>
        _servers.Length > 0 && ReferenceEquals(_servers, now.Servers) && ReferenceEquals(_definition, now.Definition) && ReferenceEquals(actual, actualNow)
        && _health == now.Health && _isSuspended == now.IsSuspended && refused == refusedNow;
}
