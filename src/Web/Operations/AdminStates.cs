using KeepaliveConsole.Engine;
using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Web.Operations;

/// <summary>Changes what an operator wants of one real server.</summary>
internal static class AdminStates
{
    /// <summary>The definition with the new state; the argument itself when there is no such server or it already is so.</summary>
    public static ClusterDefinition Set(ClusterDefinition current, string service, string server, AdminState state, out bool found)
    {
        found = false;
        bool changed = false;
        var services = new List<VirtualServiceDefinition>(current.VirtualServices.Count);
        foreach (VirtualServiceDefinition each in current.VirtualServices)
        {
            if (each.Name != service)
            {
                services.Add(each);
                continue;
            }

            var servers = new List<RealServerDefinition>(each.RealServers.Count);
            foreach (RealServerDefinition real in each.RealServers)
            {
                bool match = real.EndpointName == server;
                found |= match;
                changed |= match && real.Admin != state;
                servers.Add(match ? real with { Admin = state } : real);
            }

            services.Add(each with { RealServers = servers.ToValueArray() });
        }

        return changed ? current with { VirtualServices = services.ToValueArray() } : current;
    }
}
