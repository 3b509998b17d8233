using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.KeepalivedConf.Export;

/// <summary>Writes <c>virtual_ipaddress</c> and <c>virtual_ipaddress_excluded</c>.</summary>
internal static class AddressText
{
    public static void Write(ValueArray<VirtualAddressDefinition> addresses, ConfWriter text)
    {
        WriteBlock(addresses, "virtual_ipaddress", excluded: false, text);
        WriteBlock(addresses, "virtual_ipaddress_excluded", excluded: true, text);
    }

    private static void WriteBlock(ValueArray<VirtualAddressDefinition> addresses, string keyword, bool excluded, ConfWriter text)
    {
        if (!addresses.Any(address => address.Excluded == excluded)) return;
        text.Open(keyword);
        for (int index = 0; index < addresses.Count; index++)
            if (addresses[index].Excluded == excluded) WriteAddress(addresses[index], $"virtualAddresses/{index}", text);
        text.Close();
    }

    private static void WriteAddress(VirtualAddressDefinition address, string member, ConfWriter text)
    {
        List<string> words = [];
        if (address.Interface is { } device) words.AddRange(["dev", device]);
        if (address.Scope is { } scope) words.AddRange(["scope", scope]);
        if (address.Broadcast is { } broadcast) words.AddRange(["brd", broadcast == "auto" ? "+" : broadcast]);
        if (address.Label is { } label) words.AddRange(["label", label]);
        if (address.NoTrack) words.Add("no_track");
        text.Line(member, $"{address.Address}/{address.PrefixLength}", [.. words]);
    }
}
