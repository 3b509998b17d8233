using System.Net;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.KeepalivedConf.Evaluation;
using KeepaliveConsole.Engine.KeepalivedConf.Syntax;

namespace KeepaliveConsole.Engine.KeepalivedConf.Import;

/// <summary>A <c>real_server</c> in the making.</summary>
internal sealed class RealServerDraft(IPAddress? address, int? port, ConfPosition position) : CheckSettings
{
    /// <summary>Null when the line was wrong (reported).</summary>
    public IPAddress? Address { get; } = address;

    public int? Port { get; } = port;

    public ConfPosition Position { get; } = position;

    public int? Weight { get; set; }

    public bool? InhibitOnFailure { get; set; }

    public ForwardingMethod? ForwardingMethod { get; set; }

    public List<CheckDraft> Checks { get; } = [];
}

/// <summary>A <c>virtual_server</c> in the making.</summary>
internal sealed class ServiceDraft(ServiceKey? key, ConfPosition position) : CheckSettings
{
    /// <summary>Null when the line was wrong (reported).</summary>
    public ServiceKey? Key { get; } = key;

    public ConfPosition Position { get; } = position;

    public Scheduler Scheduler { get; set; } = Scheduler.WeightedLeastConnections;

    public ForwardingMethod ForwardingMethod { get; set; } = ForwardingMethod.Nat;

    public TransportProtocol? Protocol { get; set; }

    public ConfPosition? ProtocolPosition { get; set; }

    public TimeSpan? PersistenceTimeout { get; set; }

    public int Quorum { get; set; } = 1;

    public ConfPosition? QuorumPosition { get; set; }

    public int Hysteresis { get; set; }

    public ConfPosition? HysteresisPosition { get; set; }

    public int? Weight { get; set; }

    public bool InhibitOnFailure { get; set; }

    public SorryServerDefinition? SorryServer { get; set; }

    public ConfPosition? SorryServerPosition { get; set; }

    public List<RealServerDraft> RealServers { get; } = [];
}

/// <summary>The keywords of <c>virtual_server</c>.</summary>
internal static class ServiceBlock
{
    private static readonly Dictionary<string, TransportProtocol> s_protocols = new(StringComparer.Ordinal)
    {
        ["TCP"] = TransportProtocol.Tcp,
        ["UDP"] = TransportProtocol.Udp,
        ["SCTP"] = TransportProtocol.Sctp,
    };

    public static KeywordTable<ServiceDraft> Keywords { get; } = Create();

    /// <summary>Reads the line <c>virtual_server ADDRESS [PORT]</c> or <c>virtual_server fwmark N</c> and its block.</summary>
    public static ServiceDraft? Read(ConfDirective directive, ConfReader reader)
    {
        if (reader.Word(directive) is not { } first) return null;
        if (first.Text == "group")
        {
            reader.Findings.NotUnderstood(first.Position, $"{directive.Keyword.Text} {first.Text}");
            return null;
        }

        var draft = new ServiceDraft(first.Text == "fwmark" ? ReadMark(directive, reader) : ReadEndpoint(directive, first, reader), directive.Keyword.Position);
        Keywords.Apply(draft, directive.Children!, reader);
        return draft;
    }

    private static ServiceKey? ReadMark(ConfDirective directive, ConfReader reader)
    {
        ConfWord? word = reader.Word(directive, 1);
        reader.NoMore(directive, 2);
        return word is not null && reader.Integer(word, "fwmark", 1, uint.MaxValue) is { } mark ? new ServiceKey { FirewallMark = (uint)mark } : null;
    }

    private static ServiceKey? ReadEndpoint(ConfDirective directive, ConfWord first, ConfReader reader)
    {
        IPAddress? address = reader.Address(first, "the address of a virtual_server");
        long? port = directive.Arguments.Count > 1 ? reader.Integer(directive.Arguments[1], "the port of a virtual_server", 1, 65535) : 0;
        reader.NoMore(directive, 2);
        return address is not null && port is not null ? new ServiceKey { Address = address, Port = (int)port } : null;
    }

    private static KeywordTable<ServiceDraft> Create()
    {
        var table = new KeywordTable<ServiceDraft>
        {
            { "lb_algo", (draft, line, reader) => draft.Scheduler = BalancingWords.Scheduler(line, reader) ?? draft.Scheduler },
            { "lvs_sched", (draft, line, reader) => draft.Scheduler = BalancingWords.Scheduler(line, reader) ?? draft.Scheduler },
            { "lb_kind", (draft, line, reader) => draft.ForwardingMethod = BalancingWords.Method(line, reader) ?? draft.ForwardingMethod },
            { "lvs_method", (draft, line, reader) => draft.ForwardingMethod = BalancingWords.Method(line, reader) ?? draft.ForwardingMethod },
            { "protocol", ReadProtocol },
            { "persistence_timeout", ReadPersistence },
            { "quorum", (draft, line, reader) => (draft.Quorum, draft.QuorumPosition) = ((int)(reader.Integer(line, 1, int.MaxValue) ?? 1), line.Keyword.Position) },
            { "hysteresis", (draft, line, reader) => (draft.Hysteresis, draft.HysteresisPosition) = ((int)(reader.Integer(line, 0, int.MaxValue) ?? 0), line.Keyword.Position) },
            { "weight", (draft, line, reader) => draft.Weight = (int?)reader.Integer(line, 1, 65535) },
            { "inhibit_on_failure", (draft, line, reader) => draft.InhibitOnFailure = reader.Flag(line) },
            { "virtualhost", (draft, line, reader) => draft.VirtualHost = reader.Text(line) },
            { "sorry_server", ReadSorryServer },
        };
        CheckSettings.AddTo(table, draft => draft, fewestRetries: 1);
        table.AddBlock("real_server", (draft, block, reader) => draft.RealServers.Add(RealServerBlock.Read(block, reader)));
        return table;
    }

    private static void ReadProtocol(ServiceDraft draft, ConfDirective line, ConfReader reader)
    {
        draft.ProtocolPosition = line.Keyword.Position;
        draft.Protocol = reader.Choice(line, s_protocols);
        reader.NoMore(line, 1);
    }

    private static void ReadPersistence(ServiceDraft draft, ConfDirective line, ConfReader reader)
    {
        const int longest = 31 * 24 * 3600;
        if (line.Arguments.Count == 0) draft.PersistenceTimeout = ServiceCompletion.DefaultPersistence;
        else if (reader.Integer(line, 1, longest) is { } seconds) draft.PersistenceTimeout = TimeSpan.FromSeconds(seconds);
    }

    private static void ReadSorryServer(ServiceDraft draft, ConfDirective line, ConfReader reader)
    {
        if (reader.Word(line) is not { } word) return;
        IPAddress? address = reader.Address(word, "sorry_server");
        long? port = line.Arguments.Count > 1 ? reader.Integer(line.Arguments[1], "the port of sorry_server", 1, 65535) : draft.Key?.Port ?? 0;
        reader.NoMore(line, 2);
        draft.SorryServerPosition = line.Keyword.Position;
        if (address is not null && port is not null) draft.SorryServer = new SorryServerDefinition { Address = address, Port = (int)port };
    }
}

/// <summary>The keywords of <c>real_server</c>.</summary>
internal static class RealServerBlock
{
    public static KeywordTable<RealServerDraft> Keywords { get; } = Create();

    public static RealServerDraft Read(ConfDirective directive, ConfReader reader)
    {
        ConfWord? first = reader.Word(directive);
        IPAddress? address = first is null ? null : reader.Address(first, "the address of a real_server");
        int? port = directive.Arguments.Count > 1 ? (int?)reader.Integer(directive.Arguments[1], "the port of a real_server", 1, 65535) : null;
        reader.NoMore(directive, 2);
        var draft = new RealServerDraft(address, port, directive.Keyword.Position);
        Keywords.Apply(draft, directive.Children!, reader);
        return draft;
    }

    private static KeywordTable<RealServerDraft> Create()
    {
        var table = new KeywordTable<RealServerDraft>
        {
            { "weight", (draft, line, reader) => draft.Weight = (int?)reader.Integer(line, 0, 65535) },
            { "inhibit_on_failure", (draft, line, reader) => draft.InhibitOnFailure = reader.Flag(line) },
            { "lvs_method", (draft, line, reader) => draft.ForwardingMethod = BalancingWords.Method(line, reader) },
            { "virtualhost", (draft, line, reader) => draft.VirtualHost = reader.Text(line) },
        };
        CheckSettings.AddTo(table, draft => draft, fewestRetries: 1);
        table.AddBlock("TCP_CHECK", (draft, block, reader) => draft.Checks.Add(ReadCheck(block, CheckBlock.Tcp, false, reader)));
        table.AddBlock("HTTP_GET", (draft, block, reader) => draft.Checks.Add(ReadCheck(block, CheckBlock.Http, true, reader)));
        return table;
    }

    private static CheckDraft ReadCheck(ConfDirective block, KeywordTable<CheckDraft> table, bool isHttp, ConfReader reader)
    {
        reader.NoMore(block, 0);
        var check = new CheckDraft(isHttp, block.Keyword.Position);
        table.Apply(check, block.Children!, reader);
        return check;
    }
}
