using System.Globalization;

namespace KeepaliveConsole.Engine.Linux.Nftables;

/// <summary>Names of our objects in nftables. Everything is in one table of our own (family inet); nothing outside it is ever touched.</summary>
internal static class NftNames
{
    public const string Table = "keepalive_console";
    public const string Prerouting = "prerouting";
    public const string Output = "output";
    public const string Postrouting = "postrouting";
    public const string CountIn = "count_in";
    public const string CountOut = "count_out";
    public const string Marks = "marks";

    private const string ChainPrefix = "pool_";

    /// <summary><c>pool_7</c>: the chain that picks a server.</summary>
    public static string Chain(int pool) => string.Create(CultureInfo.InvariantCulture, $"{ChainPrefix}{pool}");

    /// <summary><c>weights_7</c>: the record of the weights.</summary>
    public static string Weights(int pool) => string.Create(CultureInfo.InvariantCulture, $"weights_{pool}");

    /// <summary><c>slots_7</c>: the map from a number to a server.</summary>
    public static string Slots(int pool) => string.Create(CultureInfo.InvariantCulture, $"slots_{pool}");

    /// <summary><c>persistent_7</c>: the map from a client to its server.</summary>
    public static string Persistent(int pool) => string.Create(CultureInfo.InvariantCulture, $"persistent_{pool}");

    /// <summary>The pool of a chain; null when it is not one of a pool.</summary>
    public static int? Pool(string chain) =>
        chain.StartsWith(ChainPrefix, StringComparison.Ordinal) && int.TryParse(chain[ChainPrefix.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out int pool) ? pool : null;
}
