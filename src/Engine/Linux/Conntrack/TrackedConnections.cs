using System.Globalization;

namespace KeepaliveConsole.Engine.Linux.Conntrack;

/// <summary>How many connections the kernel tracks in the network namespace of the calling thread, and how many it can.</summary>
/// <param name="Count">Entries now.</param>
/// <param name="Limit">Entries at most; beyond it the kernel drops what would begin one.</param>
internal readonly record struct TrackedConnections(long Count, long Limit)
{
    private const string CountPath = "/proc/sys/net/netfilter/nf_conntrack_count";
    private const string LimitPath = "/proc/sys/net/netfilter/nf_conntrack_max";

    /// <summary>Looks; null = connections are not tracked here, or it may not be read.</summary>
    public static TrackedConnections? Read()
    {
        if (!File.Exists(CountPath)) return null;
        try
        {
            return new TrackedConnections(Number(CountPath), Number(LimitPath));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or FormatException)
        {
            return null;
        }
    }

    private static long Number(string path) => long.Parse(File.ReadAllText(path), NumberStyles.Integer | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture);
}
