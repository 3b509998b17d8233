using System.Net;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Health;
using KeepaliveConsole.Engine.Probes;

namespace KeepaliveConsole.Engine.Runtime.Checks;

/// <summary>
/// All services, servers and checks that live, in the order of the definition. Taking a new definition keeps whatever is
/// equal by value: its state, its timer, its history. Touched only under the lock of <see cref="CheckRuntime"/>.
/// </summary>
internal sealed class Roster
{
    /// <summary>The services.</summary>
    public ServiceRun[] Services { get; private set; } = [];

    /// <summary>Takes <paramref name="definition"/>; <paramref name="utcNow"/> is when a new server was first seen.</summary>
    public RosterChange Apply(ClusterDefinition definition, DateTimeOffset utcNow)
    {
        var change = new RosterChange();
        var before = new List<ServiceRun>(Services);
        var services = new ServiceRun[definition.VirtualServices.Count];
        // A renamed service is still the same one: by name first, so that two services may swap their addresses.
        for (int i = 0; i < services.Length; i++) services[i] = Take(before, one => one.Definition.Name == definition.VirtualServices[i].Name)!;
        for (int i = 0; i < services.Length; i++) services[i] ??= Take(before, one => one.Definition.Key == definition.VirtualServices[i].Key)!;
        for (int i = 0; i < services.Length; i++)
        {
            VirtualServiceDefinition wanted = definition.VirtualServices[i];
            ServiceRun? known = services[i];
            if (known is not null && (ReferenceEquals(known.Definition, wanted) || known.Definition == wanted)) continue;
            ServiceRun service = services[i] = known ?? new ServiceRun { Definition = wanted };
            // What is checked depends on the service only by its port.
            bool isSamePlace = known is not null && known.Definition.Key == wanted.Key;
            service.Definition = wanted;
            ApplyServers(service, isSamePlace, utcNow, change);
            change.Services.Add(service);
        }

        foreach (ServiceRun gone in before)
        {
            gone.IsRemoved = true;
            foreach (ServerRun server in gone.Servers) change.Remove(server.Checks);
        }

        Services = services;
        return change;
    }

    private static void ApplyServers(ServiceRun service, bool isSamePlace, DateTimeOffset utcNow, RosterChange change)
    {
        ILookup<(IPAddress, int), ServerRun> before = service.Servers.ToLookup(one => (one.Definition.Address, one.Definition.Port));
        var kept = new HashSet<ServerRun>(service.Servers.Length);
        var servers = new ServerRun[service.Definition.RealServers.Count];
        for (int i = 0; i < servers.Length; i++)
        {
            RealServerDefinition wanted = service.Definition.RealServers[i];
            ServerRun? server = before[(wanted.Address, wanted.Port)].FirstOrDefault(kept.Add);
            if (server is null)
            {
                server = new ServerRun { Service = service, Definition = wanted, Health = ServerHealth.Start(wanted), Since = utcNow };
                server.Checks = new CheckRun[wanted.Checks.Count];
                for (int c = 0; c < server.Checks.Length; c++) server.Checks[c] = change.Add(Target(server, c), server, c, null);
            }
            else if (!isSamePlace || server.Definition != wanted)
            {
                bool sameChecks = isSamePlace && server.Definition.Checks == wanted.Checks;
                server.Definition = wanted;
                if (!sameChecks) ApplyChecks(server, change);
            }

            servers[i] = server;
        }

        foreach (ServerRun gone in service.Servers)
            if (!kept.Contains(gone)) change.Remove(gone.Checks);
        service.Servers = servers;
    }

    private static void ApplyChecks(ServerRun server, RosterChange change)
    {
        CheckRun[] before = server.Checks;
        var remaining = new List<CheckRun>(before);
        var checks = new CheckRun[server.Definition.Checks.Count];
        var health = new CheckHealth?[checks.Length];
        for (int i = 0; i < checks.Length; i++)
        {
            ProbeRequest target = Target(server, i);
            if (Take(remaining, one => one.Target == target) is not { } same) continue;
            checks[i] = same;
            health[i] = server.Health.Checks[same.Index];
        }

        bool isSame = remaining.Count == 0 && before.AsSpan().SequenceEqual(checks);
        if (isSame) return;
        for (int i = 0; i < checks.Length; i++)
        {
            // The check it replaces may have been due soon; changing a check must not put off the next look at the server.
            CheckRun? replaced = i < before.Length && remaining.Contains(before[i]) ? before[i] : null;
            checks[i] ??= change.Add(Target(server, i), server, i, replaced?.DueAt);
            checks[i].Index = i;
        }

        change.Remove(remaining);
        server.Checks = checks;
        RealServerState from = server.Health.State;
        server.Health = server.Health.Redefine(health);
        if (server.Health.State != from) change.StateChanged.Add((server, from));
    }

    private static ProbeRequest Target(ServerRun server, int check) =>
        ProbeRequest.For(server.Definition.Checks[check], server.Definition, server.Service.Definition.Key);

    private static T? Take<T>(List<T> from, Predicate<T> match)
        where T : class
    {
        int index = from.FindIndex(match);
        if (index < 0) return null;
        T found = from[index];
        from.RemoveAt(index);
        return found;
    }
}

/// <summary>What a new definition changed.</summary>
internal sealed class RosterChange
{
    /// <summary>Checks that start now, each with the time it must run by, where it replaces another; null = within its warmup.</summary>
    public List<(CheckRun Check, MonotonicTime? RunBy)> Added { get; } = [];

    /// <summary>Checks that end; their probes on the way are to be cancelled.</summary>
    public List<CheckRun> Removed { get; } = [];

    /// <summary>Services that are new or differ.</summary>
    public List<ServiceRun> Services { get; } = [];

    /// <summary>Servers whose state changed because their checks did, and the state before.</summary>
    public List<(ServerRun Server, RealServerState From)> StateChanged { get; } = [];

    /// <summary>A new check.</summary>
    public CheckRun Add(ProbeRequest target, ServerRun server, int index, MonotonicTime? runBy)
    {
        var check = new CheckRun(target) { Server = server, Index = index };
        Added.Add((check, runBy));
        return check;
    }

    /// <summary>Checks that end.</summary>
    public void Remove(IEnumerable<CheckRun> checks)
    {
        foreach (CheckRun check in checks)
        {
            check.IsRemoved = true;
            Removed.Add(check);
        }
    }
}
