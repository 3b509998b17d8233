using System.Net;
using System.Net.Sockets;

namespace KeepaliveConsole.Web.Auth.Limits;

/// <summary>Whom a limit counts.</summary>
internal static class ClientAddress
{
    /// <summary>The address; of IPv6 the first 64 bits, because a single host may use all that follow. <c>unknown</c> = the server does not know.</summary>
    public static string KeyOf(HttpContext context)
    {
        if (context.Connection.RemoteIpAddress is not { } address) return "unknown";
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        return address.AddressFamily == AddressFamily.InterNetworkV6 ? new IPNetwork(Cut(address), 64).ToString() : address.ToString();
    }

    private static IPAddress Cut(IPAddress address)
    {
        byte[] bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new IPAddress(bytes);
    }
}
