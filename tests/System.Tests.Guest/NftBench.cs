using KeepaliveConsole.Engine.Balancing;
using KeepaliveConsole.Engine.Linux.Conntrack;
using KeepaliveConsole.Engine.Linux.Nftables;

namespace KeepaliveConsole.System.Tests.Guest;

/// <summary>nftables, with nft.</summary>
internal class NftBench : Bench
{
    public bool Masquerade { get; init; } = true;

    public override IReadOnlyList<(string Name, Action<NetworkNamespace> Do)> Meddlings { get; } =
    [
        ("the table is deleted", director => Nft(director, "delete table inet keepalive_console")),
        ("the ruleset is flushed", director => Nft(director, "flush ruleset")),
        ("the table is flushed", director => Nft(director, "flush table inet keepalive_console")),
        ("the service's element is deleted", director => Nft(director, "delete element inet keepalive_console services4 { 10.88.0.100 . tcp . 80 : goto pool_1 }")),
        ("a weight is deleted", director => Nft(director, "delete element inet keepalive_console weights_1 { 10.2.0.102 . 80 }")),
        ("a slot is deleted", director => Nft(director, "delete element inet keepalive_console slots_1 { 3 }")),
        ("the service's chain is flushed", director => Nft(director, "flush chain inet keepalive_console pool_1")),
        ("the masqueraded servers are flushed", director => Nft(director, "flush set inet keepalive_console new4")),
        ("the rules in prerouting are deleted", director => Nft(director, "flush chain inet keepalive_console prerouting")),
        ("a rule is put before ours", director => Nft(director, "insert rule inet keepalive_console prerouting accept")),
        ("the table is made dormant", director => Nft(director, "add table inet keepalive_console { flags dormant; }")),
    ];

    public override TimeSpan MedianChange => TimeSpan.FromMilliseconds(20);

    public override ILoadBalancer Create() => new NftLoadBalancer(new NftKernel(), new ConntrackTable(), Masquerade);

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

    private static string List(NetworkNamespace director) => director.Run(() => Tool.Try("nft", "list table inet keepalive_console").Output);

    private static void Nft(NetworkNamespace director, string command) => director.Run(() => Tool.Run("nft", "-f -", command + "\n"));
}
