using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.KeepalivedConf.Evaluation;
using KeepaliveConsole.Engine.KeepalivedConf.Syntax;

namespace KeepaliveConsole.Engine.KeepalivedConf.Import;

/// <summary>Mail settings in the making: their keywords may come in any order.</summary>
internal sealed class MailDraft
{
    private readonly List<(string Address, ConfPosition Position)> _recipients = [];
    private MailDefinition _mail = new() { Server = "" };
    private ConfPosition? _first;
    private bool? _all;
    private bool? _instances;
    private bool? _servers;

    public static void AddTo(KeywordTable<GlobalDraft> table)
    {
        Add(table, "smtp_server", (draft, line, reader) => draft.ReadServer(line, reader));
        Add(table, "notification_email_from", (draft, line, reader) => draft._mail = draft._mail with { Sender = reader.Text(line) });
        Add(table, "smtp_connect_timeout", (draft, line, reader) => draft._mail = draft._mail with { Timeout = reader.Seconds(line, 1, 4294) ?? draft._mail.Timeout });
        Add(table, "smtp_alert", (draft, line, reader) => draft._all = reader.Flag(line));
        Add(table, "smtp_alert_vrrp", (draft, line, reader) => draft._instances = reader.Flag(line));
        Add(table, "smtp_alert_checker", (draft, line, reader) => draft._servers = reader.Flag(line));
        Add(table, "no_checker_emails", (draft, line, reader) => draft._servers = reader.Flag(line) ? false : draft._servers);
        Add(table, "no_email_faults", (draft, line, reader) => draft._mail = draft._mail with { Faults = !reader.Flag(line) });
        table.AddBlock("notification_email", (global, block, reader) => global.Mail.ReadRecipients(block, reader));
    }

    /// <summary>The finished settings; null = no mail is sent, which is said when something was asked for.</summary>
    public MailDefinition? Complete(ConfReader reader)
    {
        if (_mail.Server.Length > 0 && _recipients.Count > 0)
            return _mail with { Recipients = _recipients.Select(each => each.Address).ToValueArray(), Instances = _instances ?? _all ?? false, Servers = _servers ?? _all };
        if (_first is { } position)
            reader.Findings.Warning(position, $"no mail is sent without {(_mail.Server.Length == 0 ? "smtp_server" : "notification_email")}, as with keepalived; the mail settings are left out");
        return null;
    }

    /// <summary>Where the parts came from.</summary>
    public void Place(string pointer, PositionMap positions)
    {
        if (_first is { } position) positions.Set(pointer, position);
        for (int index = 0; index < _recipients.Count; index++) positions.Set($"{pointer}/recipients/{index}", _recipients[index].Position);
    }

    private static void Add(KeywordTable<GlobalDraft> table, string name, Action<MailDraft, ConfDirective, ConfReader> apply) => table.Add(name, (global, line, reader) =>
    {
        global.Mail._first ??= line.Keyword.Position;
        apply(global.Mail, line, reader);
    });

    // NAME|ADDRESS [PORT]
    private void ReadServer(ConfDirective line, ConfReader reader)
    {
        reader.NoMore(line, 2);
        if (reader.Word(line) is not { } server) return;
        int port = line.Arguments.Count > 1 ? (int)(reader.Integer(line.Arguments[1], $"the port of smtp_server", 1, 65535) ?? _mail.Port) : _mail.Port;
        _mail = _mail with { Server = server.Text, Port = port };
    }

    private void ReadRecipients(ConfDirective block, ConfReader reader)
    {
        _first ??= block.Keyword.Position;
        foreach (ConfDirective line in reader.Lines(block))
        {
            reader.NoMore(line, 0);
            if (!line.Keyword.IsBroken) _recipients.Add((line.Keyword.Text, line.Keyword.Position));
        }
    }
}
