using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.KeepalivedConf.Syntax;

namespace KeepaliveConsole.Engine.KeepalivedConf.Import;

/// <summary>Settles what depends on several keywords of a virtual server, the way keepalived does, and says each time what it did.</summary>
internal static class ServiceCompletion
{
    /// <summary>keepalived's time for <c>persistence_timeout</c> without a number.</summary>
    public static TimeSpan DefaultPersistence { get; } = TimeSpan.FromSeconds(360);

    /// <summary>The finished service; null when its line was wrong (reported).</summary>
    public static VirtualServiceDefinition? Complete(ServiceDraft draft, FileDraft file, ConfReader reader, Action<string, ConfPosition> place)
    {
        if (Endpoints(draft, file, reader) is not var (plain, more)) return null;
        ServiceKey key = plain with { Protocol = Protocol(draft, plain, more, reader) };
        var servers = new List<RealServerDefinition>();
        foreach (RealServerDraft server in draft.RealServers)
        {
            if (Complete(server, draft, key, file, reader) is not { } complete) continue;
            if (servers.Exists(other => other.EndpointName == complete.EndpointName))
            {
                reader.Findings.Warning(server.Position, $"real_server {complete.EndpointName} is there twice; this one is left out, as keepalived does");
                continue;
            }

            Place(server, servers.Count, place);
            servers.Add(complete);
        }

        int quorum = Quorum(draft, servers, reader);
        return new VirtualServiceDefinition
        {
            Name = key.ToString(),
            Key = key,
            Scheduler = draft.Scheduler,
            ForwardingMethod = draft.ForwardingMethod,
            PersistenceTimeout = Persistence(draft, key, more, reader),
            MoreEndpoints = more.ToValueArray(),
            GroupName = draft.Group?.Text,
            Tunnel = draft.Tunnel,
            SchedulerFlags = draft.SchedulerFlags,
            OnePacket = OnePacket(draft, key, reader),
            Hashed = draft.Hashed,
            PersistenceGranularity = draft.PersistenceGranularity,
            PersistenceEngine = draft.PersistenceEngine,
            NotifyDownOnStop = draft.NotifyDownOnStop,
            SuspendWhileNotOwner = draft.SuspendWhileNotOwner,
            Notify = draft.Notify.Definition,
            Alert = draft.Alert,
            Quorum = quorum,
            Hysteresis = Hysteresis(draft, quorum, reader),
            SorryServer = draft.SorryServer is { } sorry
                ? sorry with { ForwardingMethod = draft.SorryServerMethod?.Method, Tunnel = draft.SorryServerMethod?.Tunnel, Inhibit = draft.SorryServerInhibit }
                : null,
            RealServers = servers.ToValueArray(),
        };
    }

    private static (ServiceKey Key, List<ServiceRangeDefinition> More)? Endpoints(ServiceDraft draft, FileDraft file, ConfReader reader)
    {
        if (draft.Key is { } key) return (key, []);
        if (draft.Group is not { } name) return null;
        GroupDraft? group = file.Groups.Find(each => each.Name == name.Text);
        if (group is null) reader.Error(name.Position, $"virtual_server_group {name.Text} is not defined; define it");
        else if (group.Ranges.Count == 0) reader.Error(group.Position, $"virtual_server_group {name.Text} has no address; add one");
        else return GroupBlock.Split(group.Ranges);
        return null;
    }

    private static TransportProtocol Protocol(ServiceDraft draft, ServiceKey key, List<ServiceRangeDefinition> more, ConfReader reader)
    {
        if (key.FirewallMark is not null && !more.Exists(range => range.Address is not null))
        {
            if (draft.ProtocolPosition is { } position) reader.Findings.Warning(position, $"protocol has no meaning with fwmark and is left out, as keepalived does");
            return TransportProtocol.Tcp;
        }

        if (draft.Protocol is { } protocol) return protocol;
        string name = draft.Group is { } group ? $"group {group.Text}" : ServiceKey.EndpointText(key.Address!, key.Port);
        if (draft.ProtocolPosition is null) reader.Findings.Warning(draft.Position, $"virtual_server {name} names no protocol, which means UDP, as with keepalived; write protocol TCP if you mean that");
        return TransportProtocol.Udp;
    }

    private static TimeSpan? Persistence(ServiceDraft draft, ServiceKey key, List<ServiceRangeDefinition> more, ConfReader reader)
    {
        bool everyPort = (key.FirewallMark is null && key.Port == 0) || more.Exists(range => range.FirewallMark is null && range.Port == 0);
        if (draft.PersistenceTimeout is not null || !everyPort) return draft.PersistenceTimeout;
        reader.Findings.Warning(draft.Position, $"a virtual_server for every port needs persistence; persistence_timeout 360 is added, as keepalived does");
        return DefaultPersistence;
    }

    private static bool OnePacket(ServiceDraft draft, ServiceKey key, ConfReader reader)
    {
        if (draft.OnePacketPosition is not { } position) return false;
        if (key.Protocol == TransportProtocol.Udp) return true;
        reader.Findings.Warning(position, $"ops is for UDP only and is left out, as keepalived does");
        return false;
    }

    private static int Quorum(ServiceDraft draft, List<RealServerDefinition> servers, ConfReader reader)
    {
        long weight = servers.Sum(server => (long)server.Weight);
        if (draft.Quorum <= weight || weight == 0) return draft.Quorum;
        if (draft.QuorumPosition is { } position) reader.Findings.Warning(position, $"quorum {draft.Quorum} is more than all weights together; it is lowered to {weight}, as keepalived does");
        return (int)weight;
    }

    private static int Hysteresis(ServiceDraft draft, int quorum, ConfReader reader)
    {
        if (draft.Hysteresis < quorum) return draft.Hysteresis;
        if (draft.HysteresisPosition is { } position) reader.Findings.Warning(position, $"hysteresis {draft.Hysteresis} must be below the quorum; it is lowered to {quorum - 1}, as keepalived does");
        return quorum - 1;
    }

    private static RealServerDefinition? Complete(RealServerDraft draft, ServiceDraft service, ServiceKey key, FileDraft file, ConfReader reader)
    {
        if (draft.Address is null) return null;
        var checks = new CheckCompletion(draft, service, file, reader);
        int port = Port(draft, service, key, reader);

        // The check goes to the port that was written, also where the forwarding must not use it.
        int? checkPort = draft.Port is { } written && written != port ? written : null;
        return new RealServerDefinition
        {
            Address = draft.Address,
            Port = port,
            Weight = draft.Weight ?? service.Weight ?? 1,
            ForwardingMethod = draft.ForwardingMethod,
            Tunnel = draft.Tunnel,
            UpperThreshold = draft.UpperThreshold,
            LowerThreshold = draft.LowerThreshold,
            Notify = draft.Notify.Definition,
            Alert = draft.Alert,
            InhibitOnFailure = draft.InhibitOnFailure ?? service.InhibitOnFailure,
            Checks = draft.Checks.Select(check => checks.Complete(check, checkPort)).ToValueArray(),
        };
    }

    private static int Port(RealServerDraft draft, ServiceDraft service, ServiceKey key, ConfReader reader)
    {
        if (key.FirewallMark is not null)
        {
            if (draft.Port is not null) reader.Findings.Warning(draft.Position, $"with fwmark clients keep their port; port {draft.Port} is used for checks only, as keepalived does");
            return 0;
        }

        if ((draft.ForwardingMethod ?? service.ForwardingMethod) == ForwardingMethod.Nat || draft.Port is null || draft.Port == key.Port) return draft.Port ?? key.Port;
        reader.Findings.Warning(draft.Position, $"{((draft.ForwardingMethod ?? service.ForwardingMethod) == ForwardingMethod.Tunnel ? (Sentence)$"a tunnel" : $"direct routing")} cannot change the port; {key.Port} is used in place of {draft.Port}, as keepalived does");
        return key.Port;
    }

    private static void Place(RealServerDraft draft, int index, Action<string, ConfPosition> place)
    {
        place($"/realServers/{index}", draft.Position);
        for (int check = 0; check < draft.Checks.Count; check++)
        {
            place($"/realServers/{index}/checks/{check}", draft.Checks[check].Position);
            UrlDraft[] urls = [.. draft.Checks[check].Urls.Where(url => url.Path is not null)];
            for (int url = 0; url < urls.Length; url++) place($"/realServers/{index}/checks/{check}/urls/{url}", urls[url].Position);
        }
    }
}
