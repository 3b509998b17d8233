using KeepaliveConsole.Engine;
using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Web.Operations;

/// <summary>What an operator wants of a real server.</summary>
/// <param name="State">Enabled, drained or in maintenance.</param>
/// <param name="Reason">Why; null = not said.</param>
/// <param name="Until">When it ends by itself, UTC; null = never. Not with Enabled.</param>
public sealed record AdminWish(AdminState State, string? Reason = null, DateTimeOffset? Until = null);

/// <summary>Changes what an operator wants of one real server.</summary>
internal static class AdminStates
{
    /// <summary>
    /// The definition with the new state; the argument itself when there is no such server or it already is so. The same state again with another
    /// reason or end is a change; without either it is none, so that a second press of a button does not wipe what was said.
    /// </summary>
    public static ClusterDefinition Set(ClusterDefinition current, string service, string server, AdminWish wish, string owner, out bool found)
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
                bool differs = match && Differs(real, wish);
                changed |= differs;
                servers.Add(differs ? Changed(real, wish, owner) : real);
            }

            services.Add(each with { RealServers = servers.ToValueArray() });
        }

        return changed ? current with { VirtualServices = services.ToValueArray() } : current;
    }

    private static bool Differs(RealServerDefinition server, AdminWish wish) => server.Admin != wish.State
        || (wish.State != AdminState.Enabled && (wish.Reason ?? server.AdminReason, wish.Until ?? server.AdminUntil) != (server.AdminReason, server.AdminUntil));

    // Enabled is how a server is unless someone wants something; why it was otherwise stands in the audit trail.
    private static RealServerDefinition Changed(RealServerDefinition server, AdminWish wish, string owner) => wish.State == AdminState.Enabled
        ? server with { Admin = AdminState.Enabled, AdminReason = null, AdminOwner = null, AdminUntil = null }
        : server with { Admin = wish.State, AdminReason = wish.Reason, AdminOwner = owner, AdminUntil = wish.Until };
}
