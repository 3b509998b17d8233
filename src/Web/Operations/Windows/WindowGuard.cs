using System.Globalization;
using KeepaliveConsole.Engine;

namespace KeepaliveConsole.Web.Operations.Windows;

/// <summary>What ends a commit-confirm window before its time.</summary>
public enum WindowGuardKind
{
    /// <summary>An instance of this node has a second master that it did not have before.</summary>
    TwoMasters,

    /// <summary>A virtual service loses the quorum it had.</summary>
    QuorumLost,

    /// <summary>So many more real servers are down than before.</summary>
    ServersDown,

    /// <summary>Nothing is heard any more from who made the change.</summary>
    ConnectionLost,
}

/// <summary>One guard.</summary>
/// <param name="Kind">What it watches.</param>
/// <param name="Count">How many servers, 1 and up; 0 for the other kinds.</param>
public sealed record WindowGuard(WindowGuardKind Kind, int Count = 0)
{
    /// <summary>Most real servers that one can name: 100,000.</summary>
    public const int MostServers = 100_000;

    private const string Servers = "servers-down";

    /// <summary>The word that programs use: <c>servers-down:3</c>.</summary>
    public override string ToString() => Kind switch
    {
        WindowGuardKind.TwoMasters => "two-masters",
        WindowGuardKind.QuorumLost => "quorum-lost",
        WindowGuardKind.ServersDown => string.Create(CultureInfo.InvariantCulture, $"{Servers}:{Count}"),
        _ => "connection-lost",
    };

    /// <summary>Reads a list such as <c>two-masters,servers-down:3</c>.</summary>
    /// <param name="text">The list; null or empty = none.</param>
    /// <param name="problem">What is wrong with it; null = nothing.</param>
    public static ValueArray<WindowGuard> Read(string? text, out string? problem)
    {
        problem = null;
        var guards = new List<WindowGuard>();
        foreach (string word in (text ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (Find(word) is { } guard)
            {
                if (!guards.Exists(each => each.Kind == guard.Kind)) guards.Add(guard);
                continue;
            }

            problem = $"\"{(word.Length > 40 ? word[..40] + "…" : word)}\" is no guard; known are two-masters, quorum-lost, servers-down:NUMBER (1 to {MostServers}) and connection-lost, separated by commas.";
            return [];
        }

        return guards.ToValueArray();
    }

    private static WindowGuard? Find(string word) => word switch
    {
        "two-masters" => new(WindowGuardKind.TwoMasters),
        "quorum-lost" => new(WindowGuardKind.QuorumLost),
        "connection-lost" => new(WindowGuardKind.ConnectionLost),
        _ when word.StartsWith(Servers + ":", StringComparison.Ordinal)
            && int.TryParse(word.AsSpan(Servers.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int count) && count is >= 1 and <= MostServers
            => new(WindowGuardKind.ServersDown, count),
        _ => null,
    };
}
