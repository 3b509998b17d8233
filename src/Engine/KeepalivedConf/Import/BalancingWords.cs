using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.KeepalivedConf.Evaluation;

namespace KeepaliveConsole.Engine.KeepalivedConf.Import;

/// <summary>The words for schedulers, forwarding methods and tunnels.</summary>
internal static class BalancingWords
{
    private static readonly Dictionary<string, Scheduler> s_schedulers = new(StringComparer.Ordinal)
    {
        ["rr"] = Definitions.Scheduler.RoundRobin,
        ["wrr"] = Definitions.Scheduler.WeightedRoundRobin,
        ["lc"] = Definitions.Scheduler.LeastConnections,
        ["wlc"] = Definitions.Scheduler.WeightedLeastConnections,
        ["lblc"] = Definitions.Scheduler.LocalityBasedLeastConnections,
        ["sh"] = Definitions.Scheduler.SourceHash,
        ["mh"] = Definitions.Scheduler.MaglevHash,
        ["dh"] = Definitions.Scheduler.DestinationHash,
        ["fo"] = Definitions.Scheduler.FailOver,
        ["ovf"] = Definitions.Scheduler.Overflow,
        ["lblcr"] = Definitions.Scheduler.LocalityBasedLeastConnectionsReplicated,
        ["sed"] = Definitions.Scheduler.ShortestExpectedDelay,
        ["nq"] = Definitions.Scheduler.NeverQueue,
        ["twos"] = Definitions.Scheduler.TwoRandomChoices,
    };

    private static readonly Dictionary<string, ForwardingMethod> s_methods = new(StringComparer.Ordinal)
    {
        ["NAT"] = ForwardingMethod.Nat,
        ["DR"] = ForwardingMethod.DirectRouting,
        ["TUN"] = ForwardingMethod.Tunnel,
    };

    public static Scheduler? Scheduler(ConfDirective line, ConfReader reader)
    {
        reader.NoMore(line, 1);
        return reader.Choice(line, s_schedulers);
    }

    /// <summary><c>NAT|DR|TUN [type ipip|gue port N|gre [nocsum|csum|remcsum]]</c>; null = wrong (reported).</summary>
    public static (ForwardingMethod Method, TunnelDefinition? Tunnel)? Method(ConfDirective line, ConfReader reader)
    {
        if (reader.Choice(line, s_methods) is not { } method) return null;
        if (method == ForwardingMethod.Tunnel) return (method, line.Arguments.Count > 1 ? Tunnel(line, reader) : null);
        reader.NoMore(line, 1);
        return (method, null);
    }

    /// <summary>The word for a scheduler.</summary>
    public static string Word(Scheduler scheduler) => s_schedulers.First(pair => pair.Value == scheduler).Key;

    /// <summary>The words for a method; <paramref name="tunnel"/> counts only with a tunnel.</summary>
    public static string Words(ForwardingMethod method, TunnelDefinition? tunnel)
    {
        string word = s_methods.First(pair => pair.Value == method).Key;
        if (method != ForwardingMethod.Tunnel || tunnel is null) return word;
        string port = tunnel.Port is { } number ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $" port {number}") : "";
        string checksum = tunnel.Checksum switch { TunnelChecksum.Full => " csum", TunnelChecksum.Remote => " remcsum", _ => "" };
        return $"{word} type {tunnel.Kind.ToString().ToLowerInvariant()}{port}{checksum}";
    }

    private static TunnelDefinition Tunnel(ConfDirective line, ConfReader reader)
    {
        var tunnel = new TunnelDefinition();
        for (int index = 1; index < line.Arguments.Count; index++)
        {
            ConfWord word = line.Arguments[index];
            if (word.IsBroken) continue;
            switch (word.Text)
            {
                case "type":
                    break;
                case "ipip":
                    tunnel = tunnel with { Kind = TunnelKind.IpIp };
                    break;
                case "gue":
                    tunnel = tunnel with { Kind = TunnelKind.Gue };
                    break;
                case "gre":
                    tunnel = tunnel with { Kind = TunnelKind.Gre };
                    break;
                case "port" when index + 1 < line.Arguments.Count:
                    tunnel = tunnel with { Port = (int?)reader.Integer(line.Arguments[++index], $"the port of a tunnel", 1, 65535) };
                    break;
                case "port":
                    reader.Error(word.Position, $"port needs a value");
                    break;
                case "nocsum":
                    tunnel = tunnel with { Checksum = TunnelChecksum.None };
                    break;
                case "csum":
                    tunnel = tunnel with { Checksum = TunnelChecksum.Full };
                    break;
                case "remcsum":
                    tunnel = tunnel with { Checksum = TunnelChecksum.Remote };
                    break;
                default:
                    reader.Findings.NotUnderstood(word.Position, word.Text);
                    break;
            }
        }

        return tunnel;
    }
}
