using System.Globalization;
using System.Net;
using System.Net.Sockets;
using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.Linux.Nftables;

/// <summary>Names of our objects in nftables. Everything is in one table of our own; nothing outside it is ever touched.</summary>
internal static class NftNames
{
    public const string Table = "keepalive_console";
    public const string Services = "services";
    public const string RealServers = "real_servers";
    public const string Prerouting = "prerouting";
    public const string Output = "output";
    public const string Postrouting = "postrouting";

    private const string ChainPrefix = "svc_";
    private const string WeightsPrefix = "weights_";

    /// <summary><c>svc_10.88.0.100_80_tcp</c></summary>
    public static string Chain(ServiceKey key) => ChainPrefix + Suffix(key);

    /// <summary><c>weights_10.88.0.100_80_tcp</c></summary>
    public static string Weights(ServiceKey key) => WeightsPrefix + Suffix(key);

    /// <summary>Is <paramref name="name"/> a chain or map of some service?</summary>
    public static bool BelongsToService(string name) =>
        name.StartsWith(ChainPrefix, StringComparison.Ordinal) || name.StartsWith(WeightsPrefix, StringComparison.Ordinal);

    /// <summary>A service's key from address, protocol number and port; null when it is not one of ours.</summary>
    public static ServiceKey? Key(string address, int protocol, int port) =>
        IPAddress.TryParse(address, out IPAddress? parsed) && parsed.AddressFamily == AddressFamily.InterNetwork && Enum.IsDefined((TransportProtocol)protocol)
            ? new ServiceKey { Address = parsed, Port = port, Protocol = (TransportProtocol)protocol }
            : null;

    private static string Suffix(ServiceKey key) =>
        string.Create(CultureInfo.InvariantCulture, $"{key.Address}_{key.Port}_{key.Protocol.ToString().ToLowerInvariant()}");
}
