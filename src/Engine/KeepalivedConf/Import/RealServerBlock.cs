using System.Net;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.KeepalivedConf.Evaluation;

namespace KeepaliveConsole.Engine.KeepalivedConf.Import;

/// <summary>The keywords of <c>real_server</c>.</summary>
internal static class RealServerBlock
{
    public static KeywordTable<RealServerDraft> Keywords { get; } = Create();

    public static RealServerDraft Read(ConfDirective directive, ConfReader reader)
    {
        ConfWord? first = reader.Word(directive);
        IPAddress? address = first is null ? null : reader.Address(first, $"the address of a real_server");
        int? port = directive.Arguments.Count > 1 ? (int?)reader.Integer(directive.Arguments[1], $"the port of a real_server", 1, 65535) : null;
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
            { "lvs_method", ReadMethod },
            { "uthreshold", (draft, line, reader) => draft.UpperThreshold = reader.Integer(line, 0, uint.MaxValue) ?? 0 },
            { "lthreshold", (draft, line, reader) => draft.LowerThreshold = reader.Integer(line, 0, uint.MaxValue) ?? 0 },
            { "notify_up", (draft, line, reader) => draft.Notify.ReadUp(line, reader) },
            { "notify_down", (draft, line, reader) => draft.Notify.ReadDown(line, reader) },
            { "smtp_alert", (draft, line, reader) => draft.Alert = reader.Flag(line) },
            { "virtualhost", (draft, line, reader) => draft.VirtualHost = reader.Text(line) },
        };
        CheckSettings.AddTo(table, draft => draft, fewestRetries: 1);
        CheckSettings.AddConnectTimeoutTo(table, draft => draft);
        table.AddNoEffect($"there is no SNMP; real servers are named by address and port", "snmp_name");
        table.AddNotSupported($"there is no BFD; a PING_CHECK or TCP_CHECK with a short delay_loop finds a dead server", "BFD_CHECK");
        foreach ((string name, Func<CheckDefinition> create, KeywordTable<CheckDraft> keywords) in CheckBlock.Kinds)
            table.AddBlock(name, (draft, block, reader) => ReadCheck(draft, block, create(), keywords, reader));
        return table;
    }

    private static void ReadMethod(RealServerDraft draft, ConfDirective line, ConfReader reader)
    {
        if (BalancingWords.Method(line, reader) is var (method, tunnel)) (draft.ForwardingMethod, draft.Tunnel) = (method, tunnel);
    }

    private static void ReadCheck(RealServerDraft draft, ConfDirective block, CheckDefinition start, KeywordTable<CheckDraft> table, ConfReader reader)
    {
        reader.NoMore(block, 0);
        var check = new CheckDraft(start, block.Keyword.Position);
        table.Apply(check, block.Children!, reader);
        foreach (CheckDraft host in check.Hosts) host.InheritFrom(check);
        if (check.Hosts.Count > 0) draft.Checks.AddRange(check.Hosts);
        else draft.Checks.Add(check);
    }
}
