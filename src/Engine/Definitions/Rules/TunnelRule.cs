namespace KeepaliveConsole.Engine.Definitions.Rules;

/// <summary>Tunnels that the kernel can make: a port for GUE and for nothing else, checksums where the kind has them.</summary>
internal sealed class TunnelRule : ServiceRule
{
    protected override void Check(VirtualServiceDefinition service, string pointer, ProblemList problems)
    {
        Check(service.Tunnel, service.ForwardingMethod, $"{pointer}/tunnel", $"Virtual service {service.Name}", problems,
            isUsedElsewhere: service.SorryServer?.ForwardingMethod == ForwardingMethod.Tunnel || service.RealServers.Any(server => server.ForwardingMethod == ForwardingMethod.Tunnel));
        if (service.SorryServer is { Tunnel: not null } sorry)
            Check(sorry.Tunnel, sorry.ForwardingMethod ?? service.ForwardingMethod, $"{pointer}/sorryServer/tunnel", $"{service.Name}: sorry server {sorry}", problems);
        for (int index = 0; index < service.RealServers.Count; index++)
        {
            RealServerDefinition server = service.RealServers[index];
            if (server.Tunnel is not null)
                Check(server.Tunnel, server.ForwardingMethod ?? service.ForwardingMethod, $"{pointer}/realServers/{index}/tunnel", $"{service.Name}: {server.EndpointName}", problems);
        }
    }

    private static void Check(TunnelDefinition? tunnel, ForwardingMethod method, string at, Sentence subject, ProblemList problems, bool isUsedElsewhere = false)
    {
        if (tunnel is null) return;
        if (method != ForwardingMethod.Tunnel && !isUsedElsewhere)
            problems.Warning(at, "tunnel.unused", $"{subject}: a tunnel is set, but packets do not travel by one; set forwardingMethod to Tunnel or remove it.");
        if (tunnel.Kind == TunnelKind.Gue && tunnel.Port is null)
            problems.Error($"{at}/port", "tunnel.port", $"{subject}: a GUE tunnel needs the UDP port that the real server listens on; set port, 6080 is usual.");
        else if (tunnel.Kind != TunnelKind.Gue && tunnel.Port is not null)
            problems.Error($"{at}/port", "tunnel.port", $"{subject}: only a GUE tunnel has a port; remove it or set kind to Gue.");
        else if (tunnel.Port is < 1 or > 65535)
            problems.Error($"{at}/port", "tunnel.port", $"{subject}: the port of the tunnel must be 1 to 65535, not {tunnel.Port}.");
        if (tunnel.Kind == TunnelKind.IpIp && tunnel.Checksum != TunnelChecksum.None)
            problems.Error($"{at}/checksum", "tunnel.checksum", $"{subject}: IP in IP has no checksum of its own; set checksum to None or choose GUE or GRE.");
        else if (tunnel.Kind == TunnelKind.Gre && tunnel.Checksum == TunnelChecksum.Remote)
            problems.Error($"{at}/checksum", "tunnel.checksum", $"{subject}: remote checksum offload exists only for GUE; set checksum to Full or None.");
    }
}
