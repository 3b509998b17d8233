using KeepaliveConsole.Engine.Balancing;
using KeepaliveConsole.Engine.Linux.Nftables;

namespace KeepaliveConsole.System.Tests.Guest;

/// <summary>nftables, with nft.</summary>
internal class NftBench : Bench
{
    public bool Masquerade { get; init; } = true;

    public override IReadOnlyList<(string Name, Action<NetworkNamespace> Do)> Meddlings { get; } =
    [
        ("the table is deleted", director => Nft(director, "delete table ip keepalive_console")),
        ("the ruleset is flushed", director => Nft(director, "flush ruleset")),
        ("the table is flushed", director => Nft(director, "flush table ip keepalive_console")),
        ("the service's element is deleted", director => Nft(director, "delete element ip keepalive_console services { 10.88.0.100 . tcp . 80 : goto svc_10.88.0.100_80_tcp }")),
        ("a weight is deleted", director => Nft(director, "delete element ip keepalive_console weights_10.88.0.100_80_tcp { 10.2.0.102 . 80 }")),
        ("the service's chain is flushed", director => Nft(director, "flush chain ip keepalive_console svc_10.88.0.100_80_tcp")),
        ("the masqueraded servers are flushed", director => Nft(director, "flush set ip keepalive_console real_servers")),
        ("the rule in prerouting is deleted", director => Nft(director, "flush chain ip keepalive_console prerouting")),
        ("a rule is put before ours", director => Nft(director, "insert rule ip keepalive_console prerouting accept")),
        ("the table is made dormant", director => Nft(director, "add table ip keepalive_console { flags dormant; }")),
    ];

    public override TimeSpan MedianChange => TimeSpan.FromMilliseconds(100);

    public override ILoadBalancer Create() => new NftLoadBalancer(new NftCommand(), new NftGeneration(), Masquerade);

    public override string ListingOfR2(NetworkNamespace director) =>
        string.Join('\n', List(director).Split('\n').Where(line => line.Contains("10.2.0.102 . 80", StringComparison.Ordinal)));

    public override bool HasOurs(NetworkNamespace director) => List(director).Length > 0;

    public override void AddForeign(NetworkNamespace director)
    {
        Nft(director, "add table ip foreign");
        Nft(director, "add chain ip foreign prerouting { type nat hook prerouting priority -90; }");
        Nft(director, "add rule ip foreign prerouting tcp dport 8080 redirect to :80");
    }

    public override string ListForeign(NetworkNamespace director) => director.Run(() => Tool.Run("nft", "-a list table ip foreign"));

    public override void Clear(NetworkNamespace director) => Nft(director, "flush ruleset");

    private static string List(NetworkNamespace director) => director.Run(() => Tool.Try("nft", "list table ip keepalive_console").Output);

    private static void Nft(NetworkNamespace director, string command) => director.Run(() => Tool.Run("nft", "-f -", command + "\n"));
}
