using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;

namespace KeepaliveConsole.Engine.Definitions;

/// <summary>
/// Reads an IP address the way network people write it: four decimal parts, or IPv6 without a zone. .NET alone also takes
/// <c>10.1</c> or <c>1</c> for an address, which is a typing error here.
/// </summary>
internal static class AddressText
{
    /// <summary>Is <paramref name="text"/> an address in full?</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out IPAddress? address)
    {
        address = null;
        if (string.IsNullOrEmpty(text) || text.Contains('%', StringComparison.Ordinal) || text.Contains('[', StringComparison.Ordinal)) return false;
        if (!IPAddress.TryParse(text, out IPAddress? parsed)) return false;
        if (parsed.AddressFamily == AddressFamily.InterNetwork && parsed.ToString() != text) return false;
        address = parsed;
        return true;
    }
}
