using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Web.Features.RealServers;

/// <summary>One virtual service with its rows.</summary>
public sealed record ServiceGroup
{
    /// <summary>Name.</summary>
    public required string Name { get; init; }

    /// <summary>Address and port; null when the name says the same.</summary>
    public string? Endpoint { get; init; }

    /// <summary><c>wrr · NAT</c></summary>
    public required string How { get; init; }

    /// <summary>Is the quorum there?</summary>
    public required bool QuorumUp { get; init; }

    /// <summary>Weight alive.</summary>
    public required int AliveWeight { get; init; }

    /// <summary>Weight asked for.</summary>
    public required int Quorum { get; init; }

    /// <summary>The sorry server; null = none.</summary>
    public string? SorryServer { get; init; }

    /// <summary>Does the sorry server answer now?</summary>
    public bool SorryServerActive { get; init; }

    /// <summary>Real servers there are, filtered or not.</summary>
    public required int ServerCount { get; init; }

    /// <summary>The rows.</summary>
    public required IReadOnlyList<ServerRow> Rows { get; init; }

    /// <summary>Makes the group.</summary>
    public static ServiceGroup From(VirtualServiceStatus service, IReadOnlyList<ServerRow> rows)
    {
        ArgumentNullException.ThrowIfNull(service);
        return new ServiceGroup
        {
            Name = service.Name,
            Endpoint = service.Endpoint == service.Name ? null : service.Endpoint,
            How = $"{service.Scheduler} · {service.ForwardingMethod}",
            QuorumUp = service.QuorumUp,
            AliveWeight = service.AliveWeight,
            Quorum = service.Quorum,
            SorryServer = service.SorryServer,
            SorryServerActive = service.SorryServerActive,
            ServerCount = service.RealServers.Count,
            Rows = rows,
        };
    }
}
