using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.KeepalivedConf.Evaluation;

namespace KeepaliveConsole.Engine.KeepalivedConf.Import;

/// <summary>The keywords <c>lvs_*</c> of <c>global_defs</c>.</summary>
internal static class BalancerLines
{
    private const int LongestTimeout = 31 * 24 * 3600;

    public static void AddTo(KeywordTable<GlobalDraft> table)
    {
        table.Add("lvs_timeouts", ReadTimeouts);
        table.Add("lvs_sync_daemon", ReadSyncDaemon);
        table.Add("lvs_flush", (draft, line, reader) =>
        {
            bool on = reader.Flag(line);
            Set(draft, balancer => balancer with { FlushOnStart = on });
        });
        table.Add("lvs_flush_on_stop", ReadFlushOnStop);
        table.Add("lvs_flush_onstop", ReadFlushOnStop);
    }

    private static void Set(GlobalDraft draft, Func<LoadBalancerDefinition, LoadBalancerDefinition> change) =>
        draft.LoadBalancer = change(draft.LoadBalancer ?? new LoadBalancerDefinition());

    private static void ReadFlushOnStop(GlobalDraft draft, ConfDirective line, ConfReader reader)
    {
        bool onlyOwn = line.Arguments.Count > 0 && line.Arguments[0].Text == "VS";
        reader.NoMore(line, onlyOwn ? 1 : 0);
        Set(draft, balancer => balancer with { OnStop = onlyOwn ? TableOnStop.RemoveOwn : TableOnStop.Flush });
    }

    private static void ReadTimeouts(GlobalDraft draft, ConfDirective line, ConfReader reader)
    {
        if (reader.Word(line) is null) return;
        for (int index = 0; index < line.Arguments.Count; index += 2)
        {
            ConfWord word = line.Arguments[index];
            if (Value(line, index, LongestTimeout, reader) is not { } seconds) continue;
            TimeSpan time = TimeSpan.FromSeconds(seconds);
            switch (word.Text)
            {
                case "tcp":
                    Set(draft, balancer => balancer with { TcpTimeout = time });
                    break;
                case "tcpfin":
                    Set(draft, balancer => balancer with { TcpFinTimeout = time });
                    break;
                case "udp":
                    Set(draft, balancer => balancer with { UdpTimeout = time });
                    break;
                default:
                    reader.Findings.NotUnderstood(word.Position, word.Text);
                    break;
            }
        }
    }

    /// <summary><c>INTERFACE [[inst] INSTANCE] [id N] [maxlen N] [port N] [ttl N] [group ADDRESS]</c></summary>
    private static void ReadSyncDaemon(GlobalDraft draft, ConfDirective line, ConfReader reader)
    {
        if (reader.Word(line) is not { } name) return;
        var daemon = new SyncDaemonDefinition { Interface = name.Text };
        for (int index = 1; index < line.Arguments.Count; index++)
        {
            ConfWord word = line.Arguments[index];
            if (word.IsBroken) continue;
            switch (word.Text)
            {
                case "inst" when index + 1 < line.Arguments.Count:
                    daemon = daemon with { Instance = line.Arguments[++index].Text };
                    break;
                case "id":
                    daemon = daemon with { SyncId = (int)(Value(line, index++, 255, reader, 0) ?? 0) };
                    break;
                case "maxlen":
                    daemon = daemon with { MaximumLength = (int?)Value(line, index++, 65507, reader) };
                    break;
                case "port":
                    daemon = daemon with { Port = (int?)Value(line, index++, 65535, reader) };
                    break;
                case "ttl":
                    daemon = daemon with { TimeToLive = (int?)Value(line, index++, 255, reader) };
                    break;
                case "group" when index + 1 < line.Arguments.Count:
                    daemon = daemon with { Group = reader.Address(line.Arguments[++index], $"the group of lvs_sync_daemon") };
                    break;
                default:
                    if (index == 1) daemon = daemon with { Instance = word.Text };
                    else reader.Findings.NotUnderstood(word.Position, word.Text);
                    break;
            }
        }

        Set(draft, balancer => balancer with { SyncDaemon = daemon });
    }

    private static long? Value(ConfDirective line, int index, long maximum, ConfReader reader, long minimum = 1)
    {
        ConfWord word = line.Arguments[index];
        if (index + 1 < line.Arguments.Count) return reader.Integer(line.Arguments[index + 1], $"{word.Text} of {line.Keyword.Text}", minimum, maximum);
        reader.Error(word.Position, $"{word.Text} needs a value");
        return null;
    }
}
