using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Numerics;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.KeepalivedConf.Evaluation;

namespace KeepaliveConsole.Engine.KeepalivedConf.Import;

/// <summary>The keywords of <c>virtual_server</c>.</summary>
internal static class ServiceBlock
{
    private static readonly Dictionary<string, TransportProtocol> s_protocols = new(StringComparer.Ordinal)
    {
        ["TCP"] = TransportProtocol.Tcp,
        ["UDP"] = TransportProtocol.Udp,
        ["SCTP"] = TransportProtocol.Sctp,
    };

    private static readonly (string Name, SchedulerFlags Flag)[] s_flags =
    [
        ("flag-1", SchedulerFlags.First), ("flag-2", SchedulerFlags.Second), ("flag-3", SchedulerFlags.Third), ("sh-fallback", SchedulerFlags.First), ("sh-port", SchedulerFlags.Second),
        ("mh-fallback", SchedulerFlags.First), ("mh-port", SchedulerFlags.Second),
    ];

    public static KeywordTable<ServiceDraft> Keywords { get; } = Create();

    /// <summary>Reads the line <c>virtual_server ADDRESS [PORT]</c> or <c>virtual_server fwmark N</c> and its block.</summary>
    public static ServiceDraft? Read(ConfDirective directive, ConfReader reader)
    {
        if (reader.Word(directive) is not { } first) return null;
        if (first.Text == "group")
        {
            ConfWord? name = reader.Word(directive, 1);
            reader.NoMore(directive, 2);
            var member = new ServiceDraft(null, name, directive.Keyword.Position);
            Keywords.Apply(member, directive.Children!, reader);
            return member;
        }

        var draft = new ServiceDraft(first.Text == "fwmark" ? ReadMark(directive, reader) : ReadEndpoint(directive, first, reader), null, directive.Keyword.Position);
        Keywords.Apply(draft, directive.Children!, reader);
        return draft;
    }

    private static ServiceKey? ReadMark(ConfDirective directive, ConfReader reader)
    {
        ConfWord? word = reader.Word(directive, 1);
        reader.NoMore(directive, 2);
        return word is not null && reader.Integer(word, Sentence.Verbatim("fwmark"), 1, uint.MaxValue) is { } mark ? new ServiceKey { FirewallMark = (uint)mark } : null;
    }

    private static ServiceKey? ReadEndpoint(ConfDirective directive, ConfWord first, ConfReader reader)
    {
        IPAddress? address = reader.Address(first, $"the address of a virtual_server");
        long? port = directive.Arguments.Count > 1 ? reader.Integer(directive.Arguments[1], $"the port of a virtual_server", 1, 65535) : 0;
        reader.NoMore(directive, 2);
        return address is not null && port is not null ? new ServiceKey { Address = address, Port = (int)port } : null;
    }

    private static KeywordTable<ServiceDraft> Create()
    {
        var table = new KeywordTable<ServiceDraft>
        {
            { "lb_algo", (draft, line, reader) => draft.Scheduler = BalancingWords.Scheduler(line, reader) ?? draft.Scheduler },
            { "lvs_sched", (draft, line, reader) => draft.Scheduler = BalancingWords.Scheduler(line, reader) ?? draft.Scheduler },
            { "lb_kind", (draft, line, reader) => (draft.ForwardingMethod, draft.Tunnel) = BalancingWords.Method(line, reader) ?? (draft.ForwardingMethod, draft.Tunnel) },
            { "lvs_method", (draft, line, reader) => (draft.ForwardingMethod, draft.Tunnel) = BalancingWords.Method(line, reader) ?? (draft.ForwardingMethod, draft.Tunnel) },
            { "protocol", ReadProtocol },
            { "persistence_timeout", ReadPersistence },
            { "quorum", (draft, line, reader) => (draft.Quorum, draft.QuorumPosition) = ((int)(reader.Integer(line, 1, int.MaxValue) ?? 1), line.Keyword.Position) },
            { "hysteresis", (draft, line, reader) => (draft.Hysteresis, draft.HysteresisPosition) = ((int)(reader.Integer(line, 0, int.MaxValue) ?? 0), line.Keyword.Position) },
            { "weight", (draft, line, reader) => draft.Weight = (int?)reader.Integer(line, 1, 65535) },
            { "inhibit_on_failure", (draft, line, reader) => draft.InhibitOnFailure = reader.Flag(line) },
            { "virtualhost", (draft, line, reader) => draft.VirtualHost = reader.Text(line) },
            { "sorry_server", ReadSorryServer },
            { "sorry_server_inhibit", (draft, line, reader) => draft.SorryServerInhibit = reader.Flag(line) },
            { "sorry_server_lvs_method", (draft, line, reader) => draft.SorryServerMethod = BalancingWords.Method(line, reader) },
            { "hashed", (draft, line, reader) => draft.Hashed = reader.Flag(line) },
            { "ops", (draft, line, reader) => draft.OnePacketPosition = reader.Flag(line) ? line.Keyword.Position : null },
            { "persistence_engine", (draft, line, reader) => draft.PersistenceEngine = reader.Text(line) },
            { "persistence_granularity", ReadGranularity },
            { "ha_suspend", (draft, line, reader) => draft.SuspendWhileNotOwner = reader.Flag(line) },
            { "omega", (draft, line, reader) => draft.NotifyDownOnStop = reader.Flag(line) },
            { "smtp_alert", (draft, line, reader) => draft.Alert = reader.Flag(line) },
            { "quorum_up", (draft, line, reader) => draft.Notify.ReadUp(line, reader) },
            { "quorum_down", (draft, line, reader) => draft.Notify.ReadDown(line, reader) },
        };
        foreach ((string name, SchedulerFlags flag) in s_flags)
            table.Add(name, (draft, line, reader) => draft.SchedulerFlags = reader.Flag(line) ? draft.SchedulerFlags | flag : draft.SchedulerFlags & ~flag);
        CheckSettings.AddTo(table, draft => draft, fewestRetries: 1);
        CheckSettings.AddConnectTimeoutTo(table, draft => draft);
        table.AddNoEffect($"there is no SNMP; services are named by address and port", "snmp_name");
        table.AddNoEffect($"the family is that of the addresses, for a firewall mark that of its real servers", "ip_family");
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

    // A number of bits, or a mask as IPv4 writes it.
    private static void ReadGranularity(ServiceDraft draft, ConfDirective line, ConfReader reader)
    {
        if (reader.Word(line) is not { } word) return;
        reader.NoMore(line, 1);
        if (!word.Text.Contains('.', StringComparison.Ordinal))
        {
            draft.PersistenceGranularity = (int?)reader.Integer(word, Sentence.Verbatim("persistence_granularity"), 1, 128);
            return;
        }

        if (reader.Address(word, Sentence.Verbatim("persistence_granularity")) is not { AddressFamily: AddressFamily.InterNetwork } mask) return;
        uint bits = BinaryPrimitives.ReadUInt32BigEndian(mask.GetAddressBytes());
        int length = BitOperations.LeadingZeroCount(~bits);
        if (length == 0 || BitOperations.PopCount(bits) != length) reader.Error(word.Position, $"persistence_granularity {word.Text} is no netmask; write one such as 255.255.255.0, or 24");
        else draft.PersistenceGranularity = length;
    }

    private static void ReadSorryServer(ServiceDraft draft, ConfDirective line, ConfReader reader)
    {
        if (reader.Word(line) is not { } word) return;
        IPAddress? address = reader.Address(word, Sentence.Verbatim("sorry_server"));
        long? port = line.Arguments.Count > 1 ? reader.Integer(line.Arguments[1], $"the port of sorry_server", 1, 65535) : draft.Key?.Port ?? 0;
        reader.NoMore(line, 2);
        draft.SorryServerPosition = line.Keyword.Position;
        if (address is not null && port is not null) draft.SorryServer = new SorryServerDefinition { Address = address, Port = (int)port };
    }
}
