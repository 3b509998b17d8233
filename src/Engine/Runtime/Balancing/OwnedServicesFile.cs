using System.Globalization;
using System.Net;
using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.Runtime.Balancing;

/// <summary>
/// Keeps them in a file: a first line that names the kernel's table (boot and network namespace), then a service a line. A table of another boot
/// or namespace never held them, so the file then counts for nothing.
/// </summary>
/// <param name="path">The file.</param>
/// <param name="table">Names the kernel's table, such as <see cref="KernelsTable"/>.</param>
internal sealed class OwnedServicesFile(string path, string table) : IOwnedServices
{
    private HashSet<ServiceKey> _last = [];

    /// <summary>Names the table of the calling thread's network namespace in this boot.</summary>
    public static string KernelsTable()
    {
        try
        {
            return $"{File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim()} {new FileInfo("/proc/thread-self/ns/net").LinkTarget}";
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    /// <inheritdoc />
    public HashSet<ServiceKey> Load()
    {
        try
        {
            string[] lines = File.Exists(path) ? File.ReadAllLines(path) : [];
            if (lines.Length == 0 || table.Length == 0 || lines[0] != table) return [];
            _last = [.. lines.Skip(1).Select(Parse).OfType<ServiceKey>()];
            return [.. _last];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <inheritdoc />
    public void Save(IReadOnlySet<ServiceKey> owned)
    {
        if (_last.Count == owned.Count && _last.SetEquals(owned)) return;
        _last = [.. owned];
        try
        {
            File.WriteAllLines(path + ".new", [table, .. owned.Select(Text).Order(StringComparer.Ordinal)]);
            File.Move(path + ".new", path, overwrite: true);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Remembered for this run only; the next one then leaves what it does not know alone.
        }
    }

    private static string Text(ServiceKey key) => key.FirewallMark is { } mark
        ? string.Create(CultureInfo.InvariantCulture, $"mark {mark}")
        : string.Create(CultureInfo.InvariantCulture, $"{(int)key.Protocol} {key.Address} {key.Port}");

    private static ServiceKey? Parse(string line)
    {
        string[] words = line.Split(' ');
        if (words is ["mark", { } number]) return uint.TryParse(number, CultureInfo.InvariantCulture, out uint mark) ? new ServiceKey { FirewallMark = mark } : null;
        return words is [{ } protocol, { } address, { } port] && int.TryParse(protocol, CultureInfo.InvariantCulture, out int kind) && Enum.IsDefined((TransportProtocol)kind)
            && IPAddress.TryParse(address, out IPAddress? parsed) && ushort.TryParse(port, CultureInfo.InvariantCulture, out ushort where)
            ? new ServiceKey { Address = parsed, Port = where, Protocol = (TransportProtocol)kind }
            : null;
    }
}
