using System.Globalization;
using System.Net;
using System.Net.Sockets;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.KeepalivedConf.Evaluation;
using KeepaliveConsole.Engine.KeepalivedConf.Syntax;

namespace KeepaliveConsole.Engine.KeepalivedConf.Import;

/// <summary>A <c>virtual_server_group</c> in the making.</summary>
internal sealed class GroupDraft(string name, ConfPosition position) : NamedDraft(name, position)
{
    public List<ServiceRangeDefinition> Ranges { get; } = [];
}

/// <summary>The lines of <c>virtual_server_group</c>: <c>IP|A-B|A/nn [PORT]</c> or <c>fwmark N [inet|inet6]</c>.</summary>
internal static class GroupBlock
{
    public static GroupDraft Read(ConfDirective block, ConfReader reader)
    {
        var draft = new GroupDraft(reader.Text(block) ?? "", block.Keyword.Position);
        foreach (ConfDirective line in reader.Lines(block))
            if (!line.Keyword.IsBroken && (line.Keyword.Text == "fwmark" ? Mark(line, reader) : Addresses(line, reader)) is { } range) draft.Ranges.Add(range);
        return draft;
    }

    /// <summary>The first endpoint of <paramref name="ranges"/> as a key, and everything else as further endpoints.</summary>
    public static (ServiceKey Key, List<ServiceRangeDefinition> More) Split(List<ServiceRangeDefinition> ranges)
    {
        ServiceRangeDefinition first = ranges[0];
        var key = new ServiceKey { Address = first.Address, Port = first.Port, FirewallMark = first.FirewallMark };
        List<ServiceRangeDefinition> more = [];
        if (first is { LastPort: { } lastPort })
            more.Add(new() { Address = first.Address, Port = first.Port + 1, LastPort = lastPort == first.Port + 1 ? null : lastPort });
        if (first is { LastAddress: { } lastAddress })
        {
            IPAddress next = Next(first.Address!);
            more.Add(first with { Address = next, LastAddress = next.Equals(lastAddress) ? null : lastAddress });
        }

        more.AddRange(ranges.Skip(1));
        return (key, more);
    }

    private static ServiceRangeDefinition? Mark(ConfDirective line, ConfReader reader)
    {
        if (reader.Word(line) is not { } word) return null;
        reader.NoMore(line, line.Arguments.Count > 1 && line.Arguments[1].Text is "inet" or "inet6" ? 2 : 1);
        return reader.Integer(word, Sentence.Verbatim("fwmark"), 1, uint.MaxValue) is { } mark ? new ServiceRangeDefinition { FirewallMark = (uint)mark } : null;
    }

    private static ServiceRangeDefinition? Addresses(ConfDirective line, ConfReader reader)
    {
        reader.NoMore(line, 1);
        (int First, int? Last)? ports = line.Arguments.Count == 0 ? (0, null) : Ports(line.Arguments[0], reader);
        ConfWord word = line.Keyword;
        string text = word.Text;
        int slash = text.IndexOf('/', StringComparison.Ordinal);
        int dash = text.IndexOf('-', StringComparison.Ordinal);
        if (slash > 0) return Network(word, slash, ports, reader);
        if (reader.Address(dash > 0 ? word with { Text = text[..dash] } : word, $"an address of a virtual_server_group") is not { } first || ports is not { } known) return null;
        IPAddress? last = dash > 0 ? LastOf(first, text[(dash + 1)..], word, reader) : null;
        if (dash > 0 && last is null) return null;
        return new ServiceRangeDefinition { Address = first, LastAddress = first.Equals(last) ? null : last, Port = known.First, LastPort = known.Last };
    }

    private static (int First, int? Last)? Ports(ConfWord word, ConfReader reader)
    {
        string[] ends = word.Text.Split('-', 2);
        long? first = reader.Integer(word with { Text = ends[0] }, $"a port of a virtual_server_group", 1, 65535);
        long? last = ends.Length == 1 ? first : reader.Integer(word with { Text = ends[1] }, $"a port of a virtual_server_group", 1, 65535);
        if (first is null || last is null) return null;
        return ((int)first, last == first ? null : (int)last);
    }

    private static ServiceRangeDefinition? Network(ConfWord word, int slash, (int First, int? Last)? ports, ConfReader reader)
    {
        if (reader.Address(word with { Text = word.Text[..slash] }, $"an address of a virtual_server_group") is not { } address) return null;
        byte[] bytes = address.GetAddressBytes();
        if (reader.Integer(word with { Text = word.Text[(slash + 1)..] }, $"the length of a network", 0, bytes.Length * 8) is not { } length || ports is not { } known) return null;
        byte[] last = [.. bytes];
        for (int bit = (int)length; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] &= (byte)~(0x80 >> (bit % 8));
            last[bit / 8] |= (byte)(0x80 >> (bit % 8));
        }

        bool isOne = length == bytes.Length * 8;
        return new ServiceRangeDefinition { Address = new IPAddress(bytes), LastAddress = isOne ? null : new IPAddress(last), Port = known.First, LastPort = known.Last };
    }

    // keepalived writes only the last part of the last address: 10.0.0.1-9, 2001:db8::1-f.
    private static IPAddress? LastOf(IPAddress first, string text, ConfWord word, ConfReader reader)
    {
        if (text.Contains('.', StringComparison.Ordinal) || text.Contains(':', StringComparison.Ordinal)) return reader.Address(word with { Text = text }, $"the last address of a range");
        byte[] bytes = first.GetAddressBytes();
        bool isIPv6 = first.AddressFamily == AddressFamily.InterNetworkV6;
        if (!ushort.TryParse(text, isIPv6 ? NumberStyles.AllowHexSpecifier : NumberStyles.None, CultureInfo.InvariantCulture, out ushort part) || (!isIPv6 && part > 255))
        {
            reader.Error(word.Position, $"the range {word.Text} must end with an address or its last part, such as 10.0.0.1-9");
            return null;
        }

        bytes[^1] = (byte)part;
        if (isIPv6) bytes[^2] = (byte)(part >> 8);
        return new IPAddress(bytes);
    }

    private static IPAddress Next(IPAddress address)
    {
        byte[] bytes = address.GetAddressBytes();
        for (int index = bytes.Length - 1; index >= 0 && ++bytes[index] == 0; index--)
        {
        }

        return new IPAddress(bytes);
    }
}
