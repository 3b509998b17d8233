using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Web.Components.Parts;
using KeepaliveConsole.Web.Components.Texts;

namespace KeepaliveConsole.Web.Features.RealServers;

/// <summary>What taking real servers out does to one virtual service.</summary>
/// <param name="Service">Its name.</param>
/// <param name="Endpoint">Its address.</param>
/// <param name="Servers">Servers to be taken out.</param>
/// <param name="Of">Servers it has.</param>
/// <param name="WeightNow">Weight in force now.</param>
/// <param name="WeightLeft">Weight in force afterwards.</param>
/// <param name="Quorum">Weight asked for.</param>
/// <param name="Connections">Live connections of those servers; null where nothing is counted.</param>
public sealed record ServiceImpact(string Service, string Endpoint, int Servers, int Of, int WeightNow, int WeightLeft, int Quorum, long? Connections)
{
    /// <summary>Would the quorum that is there be lost?</summary>
    public bool LosesQuorum => WeightNow >= Quorum && WeightLeft < Quorum;
}

/// <summary>What taking real servers out touches, before it is done.</summary>
/// <param name="Services">The services they belong to.</param>
/// <param name="Node">Name of this node.</param>
public sealed record ServerImpact(IReadOnlyList<ServiceImpact> Services, string Node)
{
    /// <summary>Servers that may be taken out without typing a name while enough capacity is left: 5.</summary>
    public const int MostWithoutName = 5;

    /// <summary>Servers to be taken out.</summary>
    public int Servers => Services.Sum(service => service.Servers);

    /// <summary>Servers of the touched services.</summary>
    public int Of => Services.Sum(service => service.Of);

    /// <summary>Weight in force afterwards in percent of now, over the touched services, rounded down; 0 when nothing serves now.</summary>
    public int CapacityLeft => Services.Sum(service => (long)service.WeightNow) is > 0 and var now ? (int)(100 * Services.Sum(service => (long)service.WeightLeft) / now) : 0;

    /// <summary>Live connections; null where nothing is counted.</summary>
    public long? Connections => Services.All(service => service.Connections is null) ? null : Services.Sum(service => service.Connections ?? 0);

    /// <summary>Must a name be typed whatever is left: more than <see cref="MostWithoutName"/> servers, or a quorum lost?</summary>
    public bool IsGrave => Servers > MostWithoutName || Services.Any(service => service.LosesQuorum);

    /// <summary>The same for the dialog that asks.</summary>
    public Impact ToImpact(string explanation, string confirm, ConsoleText text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] losing = [.. Services.Where(service => service.LosesQuorum).Select(service => service.Service)];
        return new Impact(Services is [var only] ? only.Service : Node, explanation, confirm)
        {
            Services = [.. Services.Select(service => service.Service)],
            Connections = Connections,
            CapacityLeft = Services.Sum(service => (long)service.WeightNow) > 0 ? CapacityLeft : null,
            IsGrave = IsGrave,
            More =
            [
                new ImpactLine(text["Real servers"], text["{0} of {1}", Servers, Of]),
                .. losing.Length == 0 ? Array.Empty<ImpactLine>() : [new ImpactLine(text["Quorum would be lost"], string.Join(", ", losing))],
            ],
        };
    }

    /// <summary>Works out what taking <paramref name="selected"/> out would do.</summary>
    public static ServerImpact For(EngineStatus status, IReadOnlySet<(string Service, string Server)> selected)
    {
        ArgumentNullException.ThrowIfNull(status);
        ArgumentNullException.ThrowIfNull(selected);
        var services = new List<ServiceImpact>();
        HashSet<string> names = [.. selected.Select(one => one.Service)];
        foreach (VirtualServiceStatus service in status.VirtualServices)
        {
            if (!names.Contains(service.Name)) continue;
            int servers = 0, now = 0, left = 0;
            long? connections = null;
            foreach (RealServerStatus server in service.RealServers)
            {
                bool goes = selected.Contains((service.Name, server.Address));
                now += server.EffectiveWeight;
                if (!goes)
                {
                    left += server.EffectiveWeight;
                    continue;
                }

                servers++;
                if (server.ActiveConnections is { } active) connections = (connections ?? 0) + active + (server.InactiveConnections ?? 0);
            }

            if (servers > 0) services.Add(new ServiceImpact(service.Name, service.Endpoint, servers, service.RealServers.Count, now, left, service.Quorum, connections));
        }

        return new ServerImpact(services, status.Node);
    }
}
