using System.Net;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Web.Components.Live;
using KeepaliveConsole.Web.Components.Parts;
using KeepaliveConsole.Web.Components.Texts;
using KeepaliveConsole.Web.Features.RealServers;
using static KeepaliveConsole.Web.Components.Texts.ConsoleText;

namespace KeepaliveConsole.Web.Features.Topology;

/// <summary>What the picture of the traffic's ways shows, made from one picture of the engine at one moment.</summary>
public sealed class TopologyModel
{
    /// <summary>Real servers drawn one by one; with more, those of a service are one box: 200.</summary>
    public const int MostServers = 200;

    /// <summary>Services drawn one by one; with more, those of an address are one box: 60.</summary>
    public const int MostServices = 60;

    private static readonly StateToken s_clients = new("info", Glyph.Person, Key("Clients"), Key("Whoever asks for a service."));

    private readonly List<TopologyNode> _nodes = [];
    private readonly List<TopologyEdge> _edges = [];
    private readonly PictureAge _age;
    private readonly ConsoleText _text;

    private TopologyModel(PictureAge age, ConsoleText text)
    {
        _age = age;
        _text = text;
    }

    /// <summary>Everything, column by column in the order of the definition.</summary>
    public IReadOnlyList<TopologyNode> Nodes => _nodes;

    /// <summary>How it hangs together.</summary>
    public IReadOnlyList<TopologyEdge> Edges => _edges;

    /// <summary>Is there nothing but this node?</summary>
    public bool IsEmpty { get; private init; }

    /// <summary>Makes the model.</summary>
    public static TopologyModel From(EngineStatus status, DateTimeOffset now, ConsoleText text)
    {
        ArgumentNullException.ThrowIfNull(status);
        var model = new TopologyModel(PictureAge.Of(status, now), text) { IsEmpty = status.Vrrp.Count == 0 && status.VirtualServices.Count == 0 };
        if (model.IsEmpty) return model;
        model._nodes.Add(new TopologyNode("clients", TopologyLayer.Clients, text["Clients"], s_clients));
        model.AddDirectors(status);
        Dictionary<IPAddress, string> addresses = model.AddInstances(status);
        model.AddServices(status, addresses);
        return model;
    }

    private void AddDirectors(EngineStatus status)
    {
        AddDirector(status.Node, isSelf: true, status.Vrrp.Count == 0 || status.Vrrp.Any(instance => instance.State == VrrpState.Master), status.Vrrp.Count > 0 && status.Vrrp.All(instance => instance.State == VrrpState.Fault));
        foreach (string other in status.Vrrp.Select(Rival).OfType<string>().Distinct())
            AddDirector(other, isSelf: false, owns: true, fails: false);
    }

    private void AddDirector(string name, bool isSelf, bool owns, bool fails)
    {
        ConsoleText text = _text;
        StateToken token = fails ? StateToken.For(VrrpState.Fault, _age.Freshness) : StateToken.For(owns ? VrrpState.Master : VrrpState.Backup, _age.Freshness);
        _nodes.Add(new TopologyNode($"node:{name}", TopologyLayer.Nodes, name, token, isSelf ? text["this node"] : null, ""));
        _edges.Add(new TopologyEdge("clients", $"node:{name}", token.Style, Standby: !owns));
    }

    private Dictionary<IPAddress, string> AddInstances(EngineStatus status)
    {
        Dictionary<IPAddress, string> addresses = [];
        foreach (VrrpInstanceStatus instance in status.Vrrp)
        {
            string id = $"instance:{instance.Name}";
            Freshness freshness = _age.Worse(instance.Freshness);
            StateToken token = StateToken.For(instance.State, freshness);
            bool split = instance.SplitBrain is not null, owns = instance.State == VrrpState.Master;
            _nodes.Add(new TopologyNode(id, TopologyLayer.Instances, instance.Name, token, $"{instance.Interface} · VRID {instance.VirtualRouterId}", $"instances?instance={Uri.EscapeDataString(instance.Name)}"));
            _edges.Add(new TopologyEdge($"node:{status.Node}", id, token.Style, Standby: !owns, split));
            if (Rival(instance) is { } other) _edges.Add(new TopologyEdge($"node:{other}", id, split ? "down" : freshness == Freshness.Fresh ? "up" : "unknown", Standby: false, split));
            bool served = owns || Rival(instance) is not null;
            foreach (VirtualAddressStatus address in instance.VirtualAddresses)
            {
                string place = $"address:{address.Address}";
                StateToken held = freshness != Freshness.Fresh ? token
                    : address.Held == owns ? served ? new("up", Glyph.CircleCheck, Key("Served"), Key("A node holds the address.")) : new("down", Glyph.OctagonCross, Key("Not served"), Key("No node that is known of holds the address."))
                    : new("warning", Glyph.Triangle, Key("Mismatch"), Key("What this node's kernel holds does not fit its state."));
                if (addresses.TryAdd(address.Address, place))
                    _nodes.Add(new TopologyNode(place, TopologyLayer.Addresses, address.Address.ToString(), held, $"{address.Interface}/{address.PrefixLength}", $"instances?instance={Uri.EscapeDataString(instance.Name)}"));
                _edges.Add(new TopologyEdge(id, place, held.Style, Standby: !served, split));
            }
        }

        return addresses;
    }

    private void AddServices(EngineStatus status, Dictionary<IPAddress, string> addresses)
    {
        bool bundlesServers = status.VirtualServices.Sum(service => service.RealServers.Count) > MostServers;
        IEnumerable<IGrouping<string, VirtualServiceStatus>> byPlace = status.VirtualServices
            .GroupBy(service => AddressOf(service.Endpoint) is { } address && addresses.TryGetValue(address, out string? place) ? place : $"node:{status.Node}")
            .OrderBy(group => _nodes.FindIndex(node => node.Id == group.Key) is var at && group.Key.StartsWith("node:", StringComparison.Ordinal) ? int.MaxValue : at);
        bool bundlesServices = status.VirtualServices.Count > MostServices;
        foreach (IGrouping<string, VirtualServiceStatus> group in byPlace)
        {
            if (bundlesServices)
            {
                AddBundle(group);
                continue;
            }

            foreach (VirtualServiceStatus service in group) AddService(group.Key, service, bundlesServers);
        }
    }

    private void AddService(string from, VirtualServiceStatus service, bool bundles)
    {
        string id = $"service:{service.Name}";
        StateToken token = QuorumOf(service);
        _nodes.Add(new TopologyNode(id, TopologyLayer.Services, service.Name, token, $"{service.Scheduler} · {service.ForwardingMethod} · {service.AliveWeight}/{service.Quorum}", ServerAddress.ListOf(service.Name)));
        _edges.Add(new TopologyEdge(from, id, token.Style, Standby: service.Suspended));
        if (bundles)
        {
            AddServerBundle(id, $"servers:{service.Name}", service.RealServers, ServerAddress.ListOf(service.Name));
            return;
        }

        foreach (RealServerStatus server in service.RealServers)
        {
            string place = $"server:{service.Name} {server.Address}";
            StateToken state = server.Admin == Engine.Definitions.AdminState.Enabled ? StateToken.For(server, _age.Worse(server.Freshness)) : StateToken.For(server.Admin);
            _nodes.Add(new TopologyNode(place, TopologyLayer.Servers, server.Address, state, null, ServerAddress.Of(service.Name, server.Address)));
            _edges.Add(new TopologyEdge(id, place, state.Style, Standby: !server.InTable));
        }
    }

    private void AddBundle(IGrouping<string, VirtualServiceStatus> group)
    {
        ConsoleText text = _text;
        int lost = group.Count(service => !service.QuorumUp), all = group.Count();
        string id = $"services:{group.Key}", href = group.Key.StartsWith("address:", StringComparison.Ordinal) ? ServerAddress.ListOf(group.Key["address:".Length..]) : "real-servers";
        StateToken token = _age.Freshness != Freshness.Fresh ? StateToken.For(VrrpState.Initialize, Freshness.Unknown)
            : lost == 0 ? new("up", Glyph.CircleCheck, Key("Quorum"), Key("Enough real servers serve.")) : new("down", Glyph.OctagonCross, Key("Quorum lost"), Key("Too few real servers serve."));
        _nodes.Add(new TopologyNode(id, TopologyLayer.Services, text["{0} services", all], token, text["{0} without quorum", lost], href));
        _edges.Add(new TopologyEdge(group.Key, id, token.Style, Standby: false));
        AddServerBundle(id, $"servers:{group.Key}", group.SelectMany(service => service.RealServers), href);
    }

    private void AddServerBundle(string from, string id, IEnumerable<RealServerStatus> servers, string href)
    {
        ConsoleText text = _text;
        var counts = new int[ServerTiles.Count];
        int all = 0;
        foreach (RealServerStatus server in servers)
        {
            counts[(int)ServerTiles.Of(server, _age.Worse(server.Freshness))]++;
            all++;
        }

        int up = counts[(int)ServerTile.Up], down = counts[(int)ServerTile.Down];
        StateToken token = up == all ? new("up", Glyph.CircleCheck, Key("All up"), Key("Every real server serves."))
            : counts[(int)ServerTile.Unknown] == all ? new("unknown", Glyph.DashedCircle, Key("Unknown"), Key("No check has finished yet."))
            : up == 0 ? new("down", Glyph.OctagonCross, Key("None up"), Key("No real server serves."))
            : new("warning", Glyph.Triangle, Key("Some not up"), Key("Some real servers do not serve."));
        int other = all - up - down;
        _nodes.Add(new TopologyNode(id, TopologyLayer.Servers, text["{0} up, {1} down", up, down], token, other > 0 ? text["{0} other", other] : null, href));
        _edges.Add(new TopologyEdge(from, id, token.Style, Standby: up == 0));
    }

    private StateToken QuorumOf(VirtualServiceStatus service) => _age.Worse(service.Freshness) == Freshness.Unknown && service.RealServers.Count > 0
        ? new("unknown", Glyph.DashedCircle, Key("Unknown"), Key("No check has finished yet."))
        : service.SorryServerActive ? new("warning", Glyph.Triangle, Key("Sorry server"), Key("The sorry server answers."))
        : service.QuorumUp ? new("up", Glyph.CircleCheck, Key("Quorum"), Key("Enough real servers serve."))
        : new("down", Glyph.OctagonCross, Key("Quorum lost"), Key("Too few real servers serve."));

    // The other node that owns, or claims, the instance; null = none is known.
    private static string? Rival(VrrpInstanceStatus instance) => instance.SplitBrain is { } split ? split.Rival?.ToString() ?? split.RivalHardwareAddress
        : instance.State != VrrpState.Master && instance.Owner is { } owner ? owner.Node ?? owner.Address?.ToString() : null;

    // "10.88.0.100:80/tcp", "[2001:db8::1]:80/tcp"; null for a firewall mark.
    private static IPAddress? AddressOf(string endpoint) => IPEndPoint.TryParse(endpoint.Split('/')[0], out IPEndPoint? place) ? place.Address : null;
}
