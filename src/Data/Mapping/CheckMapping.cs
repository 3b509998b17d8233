using System.Diagnostics;
using KeepaliveConsole.Data.Entities;
using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Data.Mapping;

/// <summary>Checks of every kind ↔ rows of one table.</summary>
internal static class CheckMapping
{
    public static CheckRow ToRow(CheckDefinition check)
    {
        CheckRow row = check switch
        {
            TcpCheckDefinition => new CheckRow { Kind = CheckKind.Tcp },
            HttpCheckDefinition http => HttpCheckMapping.ToRow(http),
            SmtpCheckDefinition smtp => new CheckRow { Kind = CheckKind.Smtp, SmtpHeloName = smtp.HeloName },
            DnsCheckDefinition dns => new CheckRow { Kind = CheckKind.Dns, DnsType = dns.Type, DnsName = dns.Name },
            UdpCheckDefinition udp => ToRow(udp),
            PingCheckDefinition => new CheckRow { Kind = CheckKind.Ping },
            ScriptCheckDefinition script => new CheckRow { Kind = CheckKind.Script, ScriptCommand = script.Command, ScriptTimeout = script.Timeout, ScriptDynamic = script.Dynamic, ScriptUser = script.User },
            FileCheckDefinition file => new CheckRow { Kind = CheckKind.File, TrackFile = file.TrackFile, TrackFileWeight = file.Weight, TrackFileReverse = file.Reverse },
            AgentCheckDefinition agent => new CheckRow { Kind = CheckKind.Agent, AgentSend = agent.Send },
            _ => throw new UnreachableException($"A check of kind {check.GetType().Name} has no row."),
        };
        row.ConnectAddress = check.ConnectAddress;
        row.ConnectPort = check.ConnectPort;
        row.ConnectTimeout = check.ConnectTimeout;
        row.Retries = check.Retries;
        row.RetryDelay = check.RetryDelay;
        row.Interval = check.Interval;
        row.Warmup = check.Warmup;
        row.Rise = check.Rise;
        row.FastInterval = check.FastInterval;
        row.ResponseTimeLimit = check.ResponseTimeLimit;
        row.InitiallyDown = check.InitiallyDown;
        row.LogAllFailures = check.LogAllFailures;
        row.BindAddress = check.BindAddress;
        row.BindPort = check.BindPort;
        row.BindInterface = check.BindInterface;
        row.FirewallMark = check.FirewallMark;
        return row;
    }

    public static CheckDefinition ToItem(CheckRow row)
    {
        CheckDefinition check = row.Kind switch
        {
            CheckKind.Tcp => new TcpCheckDefinition(),
            CheckKind.Http => HttpCheckMapping.ToItem(row),
            CheckKind.Smtp => new SmtpCheckDefinition { HeloName = row.SmtpHeloName! },
            CheckKind.Dns => new DnsCheckDefinition { Type = row.DnsType!.Value, Name = row.DnsName! },
            CheckKind.Udp => ToUdp(row),
            CheckKind.Ping => new PingCheckDefinition(),
            CheckKind.Script => new ScriptCheckDefinition { Command = row.ScriptCommand!, Timeout = row.ScriptTimeout, Dynamic = row.ScriptDynamic!.Value, User = row.ScriptUser },
            CheckKind.File => new FileCheckDefinition { TrackFile = row.TrackFile!, Weight = row.TrackFileWeight, Reverse = row.TrackFileReverse!.Value },
            CheckKind.Agent => new AgentCheckDefinition { Send = row.AgentSend },
            _ => throw new UnreachableException($"A row of kind {row.Kind} has no check."),
        };
        return check with
        {
            ConnectAddress = row.ConnectAddress,
            ConnectPort = row.ConnectPort,
            ConnectTimeout = row.ConnectTimeout,
            Retries = row.Retries,
            RetryDelay = row.RetryDelay,
            Interval = row.Interval,
            Warmup = row.Warmup,
            Rise = row.Rise,
            FastInterval = row.FastInterval,
            ResponseTimeLimit = row.ResponseTimeLimit,
            InitiallyDown = row.InitiallyDown,
            LogAllFailures = row.LogAllFailures,
            BindAddress = row.BindAddress,
            BindPort = row.BindPort,
            BindInterface = row.BindInterface,
            FirewallMark = row.FirewallMark,
        };
    }

    private static CheckRow ToRow(UdpCheckDefinition udp) => new()
    {
        Kind = CheckKind.Udp,
        UdpPayload = udp.Payload,
        UdpRequireReply = udp.RequireReply,
        UdpReply = udp.Reply,
        UdpMinimumReplyLength = udp.MinimumReplyLength,
        UdpMaximumReplyLength = udp.MaximumReplyLength,
    };

    private static UdpCheckDefinition ToUdp(CheckRow row) => new()
    {
        Payload = row.UdpPayload,
        RequireReply = row.UdpRequireReply!.Value,
        Reply = row.UdpReply,
        MinimumReplyLength = row.UdpMinimumReplyLength!.Value,
        MaximumReplyLength = row.UdpMaximumReplyLength!.Value,
    };
}
