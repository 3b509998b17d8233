using System.Net;
using System.Net.Sockets;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.KeepalivedConf.Evaluation;

namespace KeepaliveConsole.Engine.KeepalivedConf.Import;

/// <summary>The lines of <c>virtual_ipaddress</c>: <c>ADDRESS[/BITS] [dev IF] [label NAME] ...</c>.</summary>
internal static class AddressLines
{
    // Options without meaning here and the number of values behind them, so that a value is not taken for an option.
    private static readonly Dictionary<string, int> s_otherOptions = new(StringComparer.Ordinal)
    {
        ["scope"] = 1, ["broadcast"] = 1, ["brd"] = 1, ["peer"] = 1, ["preferred_lft"] = 1,
        ["home"] = 0, ["-nodad"] = 0, ["mngtmpaddr"] = 0, ["noprefixroute"] = 0, ["autojoin"] = 0, ["no_track"] = 0,
    };

    public static void Read(InstanceDraft draft, ConfDirective block, ConfReader reader, bool excluded)
    {
        foreach (ConfDirective line in reader.Lines(block))
        {
            VirtualAddressDefinition? address = ReadAddress(line.Keyword, reader);
            string? device = null;
            string? label = null;
            for (int index = 0; index < line.Arguments.Count; index++)
            {
                ConfWord option = line.Arguments[index];
                if (option.Text is "dev" or "label")
                {
                    string? value = index + 1 < line.Arguments.Count ? line.Arguments[++index].Text : null;
                    if (value is null) reader.Error(option.Position, $"{option.Text} needs a value");
                    else if (option.Text == "dev") device = value;
                    else label = value;
                }
                else if (!option.IsBroken)
                {
                    reader.Findings.NotUnderstood(option.Position, option.Text);
                    index += s_otherOptions.GetValueOrDefault(option.Text);
                }
            }

            if (address is not null) draft.Addresses.Add((address with { Interface = device, Label = label, Excluded = excluded }, line.Keyword.Position));
        }
    }

    private static VirtualAddressDefinition? ReadAddress(ConfWord word, ConfReader reader)
    {
        if (word.IsBroken) return null;
        int slash = word.Text.IndexOf('/', StringComparison.Ordinal);
        if (reader.Address(word with { Text = slash < 0 ? word.Text : word.Text[..slash] }, "a virtual address") is not { } address) return null;
        int bits = address.AddressFamily == AddressFamily.InterNetworkV6 ? 128 : 32;
        if (slash < 0) return Create(address, bits);
        return reader.Integer(word with { Text = word.Text[(slash + 1)..] }, $"the prefix length of {address}", 0, bits) is { } length ? Create(address, (int)length) : null;
    }

    private static VirtualAddressDefinition Create(IPAddress address, int prefixLength) => new() { Address = address, PrefixLength = prefixLength };
}

/// <summary>The lines of <c>track_*</c>: <c>NAME [weight N [reverse]]</c>.</summary>
internal static class TrackLines
{
    public static void Read(InstanceDraft draft, ConfDirective block, ConfReader reader, TrackKind kind)
    {
        int limit = kind == TrackKind.Process ? 254 : 253;
        foreach (ConfDirective line in reader.Lines(block))
        {
            int? weight = null;
            int read = 0;
            if (line.Arguments.Count > 0 && line.Arguments[0].Text == "weight")
            {
                read = 2;
                if (line.Arguments.Count == 1) reader.Error(line.Arguments[0].Position, "weight needs a value");
                else weight = (int?)reader.Integer(line.Arguments[1], "weight", -limit, limit);
            }

            reader.NoMore(line, read);
            if (!line.Keyword.IsBroken) draft.Tracks.Add((new TrackDefinition { Kind = kind, Target = line.Keyword.Text, Weight = weight }, line.Keyword.Position));
        }
    }
}
