using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Web.Components.Live;
using KeepaliveConsole.Web.Components.Parts;
using KeepaliveConsole.Web.Features.Instances;

namespace KeepaliveConsole.Web.Features.Maintenance;

/// <summary>What is out of service on purpose: drained and maintained real servers, released and yielded instances.</summary>
public sealed record MaintenanceModel
{
    /// <summary>Real servers that an operator does not want enabled, in the order of the picture.</summary>
    public required IReadOnlyList<ServerOut> Servers { get; init; }

    /// <summary>Instances this node was released from, or has yielded.</summary>
    public required IReadOnlyList<InstanceOut> Instances { get; init; }

    /// <summary>Is nothing out?</summary>
    public bool IsEmpty => Servers.Count == 0 && Instances.Count == 0;

    /// <summary>Makes the model from one picture.</summary>
    /// <param name="status">The picture.</param>
    /// <param name="now">Wall clock.</param>
    /// <param name="trail">Who asked for what, from the audit trail.</param>
    public static MaintenanceModel From(EngineStatus status, DateTimeOffset now, AdminTrail trail)
    {
        ArgumentNullException.ThrowIfNull(status);
        ArgumentNullException.ThrowIfNull(trail);
        PictureAge picture = PictureAge.Of(status, now);
        return new MaintenanceModel
        {
            Servers = [.. status.VirtualServices.SelectMany(service => service.RealServers.Where(server => server.Admin != AdminState.Enabled)
                .Select(server => new ServerOut(service.Name, server,
                    trail.Find(server.Admin == AdminState.Drain ? "drain" : "maintenance", $"{service.Name} {server.Address}"))))],
            Instances = [.. status.Vrrp.Where(instance => instance.Released || VrrpActions.HasYielded(instance))
                .Select(instance => new InstanceOut(instance, StateToken.For(instance.State, picture.Worse(instance.Freshness)),
                    instance.Released ? trail.Find("release", $"{instance.Name} {status.Node}") : trail.Find("yield", instance.Name)))],
        };
    }
}

/// <summary>A real server that is out.</summary>
/// <param name="Service">Name of its virtual service.</param>
/// <param name="Status">Itself.</param>
/// <param name="Asked">Who asked for it and when; null = the audit trail no longer says.</param>
public sealed record ServerOut(string Service, RealServerStatus Status, AdminAsked? Asked)
{
    /// <summary>Who wants it so; null = not known.</summary>
    public string? Owner => Status.AdminOwner ?? Asked?.Actor;

    /// <summary>Why; null = not said.</summary>
    public string? Reason => Status.AdminReason ?? Asked?.Reason;
}

/// <summary>An instance that this node keeps out of.</summary>
/// <param name="Status">Itself.</param>
/// <param name="State">Its state with its age.</param>
/// <param name="Asked">Who asked for it and when; null = the audit trail no longer says.</param>
public sealed record InstanceOut(VrrpInstanceStatus Status, StateToken State, AdminAsked? Asked);
