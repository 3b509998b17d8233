using System.Net;

namespace KeepaliveConsole.Engine.Definitions.Rules;

/// <summary>Real servers and the sorry server: possible, unique, reachable by the forwarding method.</summary>
internal sealed class RealServerRule : ServiceRule
{
    protected override void Check(VirtualServiceDefinition service, string pointer, ProblemList problems)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (int index = 0; index < service.RealServers.Count; index++)
        {
            RealServerDefinition server = service.RealServers[index];
            string at = $"{pointer}/realServers/{index}";
            if (server.Port is < 0 or > 65535)
            {
                problems.Error($"{at}/port", "realServer.port", $"{service.Name}: the port of real server {server.Address} must be 0 to 65535, not {server.Port}.");
                continue;
            }

            if (!seen.Add(server.EndpointName))
                problems.Error(at, "realServer.duplicate", $"{service.Name}: real server {server.EndpointName} is listed twice; remove one or add their weights.");
            CheckServer(service, server, at, problems);
        }

        CheckSorryServer(service, $"{pointer}/sorryServer", problems);
    }

    private static void CheckServer(VirtualServiceDefinition service, RealServerDefinition server, string at, ProblemList problems)
    {
        if (server.Weight is < 0 or > 65535)
            problems.Error($"{at}/weight", "realServer.weight", $"{service.Name}: the weight of {server.EndpointName} must be 0 to 65535, not {server.Weight}.");
        if (!VirtualAddressRule.IsUsable(server.Address) && !IPAddress.IsLoopback(server.Address))
            problems.Error($"{at}/address", "address.kind", $"{service.Name}: {server.Address} cannot be a real server; use a unicast address.");
        if (service.Key.Address is { } address)
        {
            if (address.AddressFamily != server.Address.AddressFamily)
                problems.Error($"{at}/address", "realServer.family", $"{service.Name}: {server.Address} is of another address family than the service; use servers of the same family.");
            if ((server.ForwardingMethod ?? service.ForwardingMethod) != ForwardingMethod.Nat && server.Port != service.Key.Port && server.Port != 0)
                problems.Error($"{at}/port", "realServer.directRoutingPort", $"{service.Name}: direct routing and tunnels cannot change the port, so {server.EndpointName} must use port {service.Key.Port}; correct it or use NAT.");
        }

        if (server.Checks.Count == 0)
            problems.Note(at, "realServer.unchecked", $"{service.Name}: {server.EndpointName} has no check and always counts as up; add a check to notice when it fails.");
    }

    private static void CheckSorryServer(VirtualServiceDefinition service, string at, ProblemList problems)
    {
        if (service.SorryServer is not { } sorry) return;
        if (sorry.Port is < 0 or > 65535)
            problems.Error($"{at}/port", "sorryServer.port", $"{service.Name}: the port of the sorry server must be 0 to 65535, not {sorry.Port}.");
        if (service.Key.Address is { } address && address.AddressFamily != sorry.Address.AddressFamily)
            problems.Error($"{at}/address", "sorryServer.family", $"{service.Name}: the sorry server {sorry.Address} is of another address family than the service; use one of the same family.");
    }
}
