using System.Globalization;

namespace KeepaliveConsole.Engine.Linux;

/// <summary>Effective capabilities of the calling thread, as linux/capability.h numbers them.</summary>
internal static class Capabilities
{
    public const int CAP_NET_ADMIN = 12;
    public const int CAP_NET_RAW = 13;

    /// <summary>Names of those of CAP_NET_ADMIN and CAP_NET_RAW that are missing; empty = both are there.</summary>
    public static ValueArray<string> MissingForVrrp()
    {
        ulong effective = ReadEffective(ReadStatus());
        List<string> missing = [];
        if ((effective & (1UL << CAP_NET_ADMIN)) == 0) missing.Add("CAP_NET_ADMIN");
        if ((effective & (1UL << CAP_NET_RAW)) == 0) missing.Add("CAP_NET_RAW");
        return missing.ToValueArray();
    }

    /// <summary>Is this capability in effect?</summary>
    public static bool Has(int capability) => (ReadEffective(ReadStatus()) & (1UL << capability)) != 0;

    /// <summary>The mask in the CapEff line; every bit when there is no such line, so that the kernel itself has the last word.</summary>
    internal static ulong ReadEffective(string status)
    {
        foreach (ReadOnlySpan<char> line in status.AsSpan().EnumerateLines())
        {
            if (line.StartsWith("CapEff:") && ulong.TryParse(line["CapEff:".Length..].Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out ulong mask))
                return mask;
        }

        return ulong.MaxValue;
    }

    private static string ReadStatus()
    {
        try
        {
            return File.ReadAllText("/proc/thread-self/status");
        }
        catch (IOException)
        {
            return "";
        }
        catch (UnauthorizedAccessException)
        {
            return "";
        }
    }
}
