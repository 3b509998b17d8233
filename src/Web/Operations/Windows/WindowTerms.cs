using System.Text.Json;
using KeepaliveConsole.Engine;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Web.Operations.Windows;

/// <summary>The guards of a window and what was so already when it opened; stored with the window, so that it survives a restart.</summary>
/// <param name="Node">The node that watches; others only keep the time.</param>
/// <param name="Guards">The guards as words.</param>
/// <param name="SplitBrains">Instances that had a second master already.</param>
/// <param name="WithQuorum">Services that had their quorum.</param>
/// <param name="Down">Real servers that were down already, as <c>service server</c>.</param>
internal sealed record WindowTerms(string Node, IReadOnlyList<string> Guards, IReadOnlyList<string> SplitBrains, IReadOnlyList<string> WithQuorum, IReadOnlyList<string> Down)
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web);

    /// <summary>The terms of a window that is opened with this picture, taken before the change.</summary>
    public static WindowTerms Of(ValueArray<WindowGuard> guards, EngineStatus before) => new(
        before.Node,
        [.. guards.Select(guard => guard.ToString())],
        [.. before.Vrrp.Where(instance => instance.SplitBrain is not null).Select(instance => instance.Name)],
        [.. before.VirtualServices.Where(service => service.QuorumUp).Select(service => service.Name)],
        [.. DownIn(before)]);

    /// <summary>Real servers that are down and that nobody wants out, as <c>service server</c>.</summary>
    public static IEnumerable<string> DownIn(EngineStatus picture) =>
        from service in picture.VirtualServices
        from server in service.RealServers
        where server is { State: RealServerState.Down, Admin: AdminState.Enabled }
        select $"{service.Name} {server.Address}";

    /// <summary>As text for the store.</summary>
    public string Write() => JsonSerializer.Serialize(this, s_json);

    /// <summary>Reads what <see cref="Write"/> wrote; a text that cannot be read means no guard at all, and the time alone ends the window.</summary>
    public static WindowTerms Read(string json)
    {
        try
        {
            if (JsonSerializer.Deserialize<WindowTerms>(json, s_json) is { Node: not null, Guards: not null, SplitBrains: not null, WithQuorum: not null, Down: not null } read) return read;
        }
        catch (JsonException)
        {
            // As for null.
        }

        return new WindowTerms("", [], [], [], []);
    }
}
