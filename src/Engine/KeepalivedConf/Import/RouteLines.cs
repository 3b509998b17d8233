using System.Globalization;
using System.Net;
using System.Net.Sockets;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.KeepalivedConf.Evaluation;

namespace KeepaliveConsole.Engine.KeepalivedConf.Import;

/// <summary>The lines of <c>virtual_routes</c>: the words of <c>ip route</c> that a route here has.</summary>
internal static class RouteLines
{
    private static readonly Dictionary<string, VirtualRouteKind> s_kinds = new(StringComparer.Ordinal)
    {
        ["unicast"] = VirtualRouteKind.Unicast,
        ["blackhole"] = VirtualRouteKind.Blackhole,
        ["unreachable"] = VirtualRouteKind.Unreachable,
        ["prohibit"] = VirtualRouteKind.Prohibit,
    };

    // Words with a value that only tune a route; it works without them.
    private static readonly HashSet<string> s_tuning = new(StringComparer.Ordinal)
    {
        "protocol", "expires", "hoplimit", "advmss", "rtt", "rttvar", "reordering", "window", "cwnd", "ssthresh", "realms", "rto_min", "initcwnd", "initrwnd", "features",
        "quickack", "congctl", "pref", "ttl-propagate", "fastopen_no_cookie", "track_group",
    };

    // Words that make another route of it; without them the line would mean something else.
    private static readonly HashSet<string> s_essential = new(StringComparer.Ordinal)
    {
        "as", "tos", "dsfield", "encap", "or", "nexthop", "weight", "vrf", "local", "broadcast", "multicast", "anycast", "xresolve", "throw", "nat", "add", "prepend", "append", "brd",
    };

    public static void Read(InstanceDraft draft, ConfDirective block, ConfReader reader)
    {
        foreach (ConfDirective line in reader.Lines(block))
            if (ReadRoute(new RouteWords(line, reader), reader) is { } route) draft.Routes.Add((route, line.Keyword.Position));
    }

    private static VirtualRouteDefinition? ReadRoute(RouteWords words, ConfReader reader)
    {
        var route = new VirtualRouteDefinition();
        bool isGood = true;
        while (words.Next() is { } word)
        {
            if (word.IsBroken) return null;
            if (s_kinds.TryGetValue(word.Text, out VirtualRouteKind kind)) route = route with { Kind = kind };
            else if (s_essential.Contains(word.Text)) return words.LeaveOut(word, $"set this route with the host's network configuration");
            else if (s_tuning.Contains(word.Text)) words.Skip(word, $"the route is set without it");
            else isGood &= Apply(words, word, reader, ref route);
        }

        if (!isGood) return null;

        // 0.0.0.0/0 is the default route, which has no destination.
        return route is { PrefixLength: 0, Gateway: not null } ? route with { Destination = null } : route;
    }

    private static bool Apply(RouteWords words, ConfWord word, ConfReader reader, ref VirtualRouteDefinition route)
    {
        switch (word.Text)
        {
            case "inet" or "inet6":
                return true;
            case "onlink":
                route = route with { OnLink = true };
                return true;
            case "no_track":
                route = route with { NoTrack = true };
                return true;
            case "via" or "gw":
                return words.Address(word) is { } gateway && Set(ref route, route with { Gateway = gateway });
            case "src":
                return words.Address(word) is { } source && Set(ref route, route with { Source = source });
            case "dev" or "oif":
                return words.Value(word) is { } device && Set(ref route, route with { Interface = device.Text });
            case "table":
                return words.Table(word) is { } table && Set(ref route, route with { Table = table });
            case "metric" or "priority" or "preference":
                return words.Number(word, 0, uint.MaxValue) is { } metric && Set(ref route, route with { Metric = metric });
            case "scope":
                return words.Value(word) is { } scope && Set(ref route, route with { Scope = RouteWords.Scope(scope.Text) });
            case "mtu":
                words.SkipIf("lock");
                return words.Number(word, 68, 65535) is { } mtu && Set(ref route, route with { Mtu = (int)mtu });
            case "to":
                return words.Value(word) is { } to && Destination(to, reader, ref route);
            default:
                return Destination(word, reader, ref route);
        }
    }

    private static bool Destination(ConfWord word, ConfReader reader, ref VirtualRouteDefinition route)
    {
        if (word.Text == "default") return true;
        if (RouteWords.Network(word, $"the destination of a route", reader) is not { } network) return false;
        route = route with { Destination = network.Address, PrefixLength = network.Length };
        return true;
    }

    private static bool Set(ref VirtualRouteDefinition route, VirtualRouteDefinition value)
    {
        route = value;
        return true;
    }
}

/// <summary>The lines of <c>virtual_rules</c>: the words of <c>ip rule</c> that a rule here has. With any other word the rule would match more than was meant, so it is left out.</summary>
internal static class RuleLines
{
    public static void Read(InstanceDraft draft, ConfDirective block, ConfReader reader)
    {
        foreach (ConfDirective line in reader.Lines(block))
            if (ReadRule(line, new RouteWords(line, reader), reader) is { } rule) draft.Rules.Add((rule, line.Keyword.Position));
    }

    private static VirtualRuleDefinition? ReadRule(ConfDirective line, RouteWords words, ConfReader reader)
    {
        var rule = new VirtualRuleDefinition { Table = 0 };
        bool isGood = true;
        while (words.Next() is { } word)
        {
            if (word.IsBroken) return null;
            switch (word.Text)
            {
                case "inet" or "unicast":
                    break;
                case "inet6":
                    rule = rule with { IsIPv6 = true };
                    break;
                case "no_track":
                    rule = rule with { NoTrack = true };
                    break;
                case "from":
                    if (words.Value(word) is not { } from) isGood = false;
                    else if (from.Text is not ("all" or "default" or "any") && RouteWords.Network(from, Sentence.Verbatim("from"), reader) is var source) rule = source is null ? Bad(rule, out isGood) : rule with { From = source.Value.Address, FromPrefixLength = source.Value.Length };
                    break;
                case "to":
                    if (words.Value(word) is not { } to) isGood = false;
                    else if (to.Text is not ("all" or "default" or "any") && RouteWords.Network(to, Sentence.Verbatim("to"), reader) is var target) rule = target is null ? Bad(rule, out isGood) : rule with { To = target.Value.Address, ToPrefixLength = target.Value.Length };
                    break;
                case "table" or "lookup":
                    rule = words.Table(word) is { } table ? rule with { Table = table } : Bad(rule, out isGood);
                    break;
                case "preference" or "order" or "priority":
                    rule = words.Number(word, 1, 32765) is { } priority ? rule with { Priority = priority } : Bad(rule, out isGood);
                    break;
                case "fwmark":
                    rule = words.Number(word, 0, uint.MaxValue) is { } mark ? rule with { Mark = mark } : Bad(rule, out isGood);
                    break;
                case "dev" or "iif":
                    rule = words.Value(word) is { } incoming ? rule with { IncomingInterface = incoming.Text } : Bad(rule, out isGood);
                    break;
                case "oif":
                    rule = words.Value(word) is { } outgoing ? rule with { OutgoingInterface = outgoing.Text } : Bad(rule, out isGood);
                    break;
                default:
                    words.LeaveOut(word, $"set this rule with the host's network configuration");
                    return null;
            }
        }

        if (isGood && rule.Table == 0) reader.Error(line.Keyword.Position, $"a virtual rule needs table and the table it leads to");
        return isGood && rule.Table != 0 ? rule : null;
    }

    private static VirtualRuleDefinition Bad(VirtualRuleDefinition rule, out bool isGood)
    {
        isGood = false;
        return rule;
    }
}

/// <summary>Goes through the words of a route's or rule's line.</summary>
internal sealed class RouteWords(ConfDirective line, ConfReader reader)
{
    private static readonly Dictionary<string, long> s_tables = new(StringComparer.Ordinal) { ["default"] = 253, ["main"] = 254, ["local"] = 255 };

    private readonly IReadOnlyList<ConfWord> _words = line.Words;
    private int _next;

    /// <summary>The scope's name as a definition has it; site and nowhere only have numbers there.</summary>
    public static string Scope(string word) => word switch { "site" => "200", "nowhere" => "255", _ => word };

    /// <summary><c>ADDRESS[/BITS]</c>; null = it is none (reported).</summary>
    public static (IPAddress Address, int Length)? Network(ConfWord word, Sentence what, ConfReader reader)
    {
        int slash = word.Text.IndexOf('/', StringComparison.Ordinal);
        if (reader.Address(word with { Text = slash < 0 ? word.Text : word.Text[..slash] }, what) is not { } address) return null;
        int bits = address.AddressFamily == AddressFamily.InterNetworkV6 ? 128 : 32;
        if (slash < 0) return (address, bits);
        return reader.Integer(word with { Text = word.Text[(slash + 1)..] }, $"the prefix length of {address}", 0, bits) is { } length ? (address, (int)length) : null;
    }

    public ConfWord? Next() => _next < _words.Count ? _words[_next++] : null;

    /// <summary>The word behind <paramref name="option"/>; null = there is none (reported).</summary>
    public ConfWord? Value(ConfWord option)
    {
        if (Next() is { } value) return value.IsBroken ? null : value;
        reader.Error(option.Position, $"{option.Text} needs a value");
        return null;
    }

    /// <summary>An address, behind a word for its family or not.</summary>
    public IPAddress? Address(ConfWord option)
    {
        SkipIf("inet");
        SkipIf("inet6");
        return Value(option) is { } value ? reader.Address(value, Sentence.Verbatim(option.Text)) : null;
    }

    /// <summary>A number, also as 0x…; null = it is none (reported).</summary>
    public long? Number(ConfWord option, long minimum, long maximum)
    {
        if (Value(option) is not { } value) return null;
        bool isHex = value.Text.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        return isHex && long.TryParse(value.Text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out long hex)
            ? reader.Integer(value with { Text = hex.ToString(CultureInfo.InvariantCulture) }, Sentence.Verbatim(option.Text), minimum, maximum)
            : reader.Integer(value, Sentence.Verbatim(option.Text), minimum, maximum);
    }

    /// <summary>A routing table by number or by one of the three names every host knows.</summary>
    public long? Table(ConfWord option)
    {
        if (_next < _words.Count && s_tables.TryGetValue(_words[_next].Text, out long table))
        {
            _next++;
            return table;
        }

        return Number(option, 1, uint.MaxValue);
    }

    public void SkipIf(string word)
    {
        if (_next < _words.Count && _words[_next].Text == word) _next++;
    }

    /// <summary>Leaves one option and its value out.</summary>
    public void Skip(ConfWord option, Sentence instead)
    {
        reader.Findings.Warning(option.Position, $"{option.Text} is not supported: {instead}");
        SkipIf("lock");
        Next();
    }

    /// <summary>Leaves the whole line out.</summary>
    public VirtualRouteDefinition? LeaveOut(ConfWord option, Sentence instead)
    {
        reader.Findings.Warning(option.Position, $"{option.Text} is not supported, so the whole line is left out: {instead}");
        return null;
    }
}
