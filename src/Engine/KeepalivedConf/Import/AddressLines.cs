using System.Net;
using System.Net.Sockets;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.KeepalivedConf.Evaluation;

namespace KeepaliveConsole.Engine.KeepalivedConf.Import;

/// <summary>The lines of <c>virtual_ipaddress</c>: <c>ADDRESS[/BITS] [dev IF] [label NAME] ...</c>.</summary>
internal static class AddressLines
{
    // Options that are left out, the number of values behind them, so that a value is not taken for an option, and what to do.
    private static readonly Dictionary<string, (int Values, Sentence Instead)> s_otherOptions = new(StringComparer.Ordinal)
    {
        ["peer"] = (1, $"give a point-to-point address with the host's network configuration"),
        ["preferred_lft"] = (1, $"addresses are leased from the kernel, which sets their lifetime"),
        ["home"] = (0, $"the flag is left out"),
        ["-nodad"] = (0, $"virtual addresses are added without duplicate address detection, because another router may still hold them"),
        ["mngtmpaddr"] = (0, $"the flag is left out"),
        ["noprefixroute"] = (0, $"use the prefix length 32 or 128 to have no route"),
        ["autojoin"] = (0, $"the flag is left out"),
        ["track_group"] = (1, $"the address belongs to its instance"),
        ["use_vmac"] = (0, $"put use_vmac into the instance"),
    };

    public static void Read(InstanceDraft draft, ConfDirective block, ConfReader reader, bool excluded)
    {
        foreach (ConfDirective line in reader.Lines(block))
        {
            VirtualAddressDefinition? address = ReadAddress(line.Keyword, reader);
            for (int index = 0; index < line.Arguments.Count; index++)
            {
                ConfWord option = line.Arguments[index];
                if (option.IsBroken) continue;
                if (option.Text == "no_track")
                {
                    address = address is null ? null : address with { NoTrack = true };
                }
                else if (option.Text is "dev" or "label" or "scope" or "brd" or "broadcast")
                {
                    string? value = index + 1 < line.Arguments.Count ? line.Arguments[++index].Text : null;
                    if (value is null) reader.Error(option.Position, $"{option.Text} needs a value");
                    else if (address is not null) address = With(address, option, value);
                }
                else if (s_otherOptions.TryGetValue(option.Text, out (int Values, Sentence Instead) other))
                {
                    reader.Findings.Warning(option.Position, $"{option.Text} is not supported: {other.Instead}");
                    index += other.Values;
                }
                else
                {
                    reader.Findings.NotUnderstood(option.Position, option.Text);
                }
            }

            if (address is not null) draft.Addresses.Add((address with { Excluded = excluded }, line.Keyword.Position));
        }
    }

    private static VirtualAddressDefinition With(VirtualAddressDefinition address, ConfWord option, string value) => option.Text switch
    {
        "dev" => address with { Interface = value },
        "label" => address with { Label = value },
        "scope" => address with { Scope = RouteWords.Scope(value) },
        _ => address with { Broadcast = value == "+" ? "auto" : value },
    };

    private static VirtualAddressDefinition? ReadAddress(ConfWord word, ConfReader reader)
    {
        if (word.IsBroken) return null;
        int slash = word.Text.IndexOf('/', StringComparison.Ordinal);
        if (reader.Address(word with { Text = slash < 0 ? word.Text : word.Text[..slash] }, $"a virtual address") is not { } address) return null;
        int bits = address.AddressFamily == AddressFamily.InterNetworkV6 ? 128 : 32;
        if (slash < 0) return Create(address, bits);
        return reader.Integer(word with { Text = word.Text[(slash + 1)..] }, $"the prefix length of {address}", 0, bits) is { } length ? Create(address, (int)length) : null;
    }

    private static VirtualAddressDefinition Create(IPAddress address, int prefixLength) => new() { Address = address, PrefixLength = prefixLength };
}
