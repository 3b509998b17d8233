using KeepaliveConsole.Engine;
using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Web.Operations;

/// <summary>What an operator wants of a real server.</summary>
/// <param name="State">Enabled, drained or in maintenance.</param>
/// <param name="Reason">Why; null = not said.</param>
/// <param name="Until">When it ends by itself, UTC; null = never. Not with Enabled.</param>
public sealed record AdminWish(AdminState State, string? Reason = null, DateTimeOffset? Until = null);

/// <summary>Changes what an operator wants of real servers.</summary>
internal static class AdminStates
{
    /// <summary>
    /// The definition with the new state; the argument itself when one of the servers is not there or all already are so. The same state again
    /// with another reason or end is a change; without either it is none, so that a second press of a button does not wipe what was said.
    /// </summary>
    public static ClusterDefinition Set(ClusterDefinition current, IReadOnlyCollection<RealServerName> servers, AdminWish wish, string owner, out RealServerName? missing)
    {
        Dictionary<string, HashSet<string>> wanted = servers.GroupBy(each => each.Service, each => each.Server).ToDictionary(each => each.Key, each => each.ToHashSet());
        var found = new HashSet<RealServerName>();
        bool changed = false;
        var services = new List<VirtualServiceDefinition>(current.VirtualServices.Count);
        foreach (VirtualServiceDefinition service in current.VirtualServices)
        {
            if (!wanted.TryGetValue(service.Name, out HashSet<string>? names))
            {
                services.Add(service);
                continue;
            }

            var reals = new List<RealServerDefinition>(service.RealServers.Count);
            foreach (RealServerDefinition real in service.RealServers)
            {
                string name = real.EndpointName;
                bool match = names.Contains(name);
                if (match) found.Add(new RealServerName(service.Name, name));
                bool differs = match && Differs(real, wish);
                changed |= differs;
                reals.Add(differs ? Changed(real, wish, owner) : real);
            }

            services.Add(service with { RealServers = reals.ToValueArray() });
        }

        missing = servers.FirstOrDefault(each => !found.Contains(each));
        return changed && missing is null ? current with { VirtualServices = services.ToValueArray() } : current;
    }

    /// <summary>A definition with nothing but that server in its service, for what is said of it alone.</summary>
    public static ClusterDefinition Only(ClusterDefinition definition, RealServerName server) => definition.FindService(server.Service) is { } service
        ? ClusterDefinition.Empty with { VirtualServices = [service with { RealServers = service.RealServers.Where(each => each.EndpointName == server.Server).ToValueArray() }] }
        : ClusterDefinition.Empty;

    private static bool Differs(RealServerDefinition server, AdminWish wish) => server.Admin != wish.State
        || (wish.State != AdminState.Enabled && (wish.Reason ?? server.AdminReason, wish.Until ?? server.AdminUntil) != (server.AdminReason, server.AdminUntil));

    // Enabled is how a server is unless someone wants something; why it was otherwise stands in the audit trail.
    private static RealServerDefinition Changed(RealServerDefinition server, AdminWish wish, string owner) => wish.State == AdminState.Enabled
        ? server with { Admin = AdminState.Enabled, AdminReason = null, AdminOwner = null, AdminUntil = null }
        : server with { Admin = wish.State, AdminReason = wish.Reason, AdminOwner = owner, AdminUntil = wish.Until };
}
