using KeepaliveConsole.Engine.Balancing;
using KeepaliveConsole.Engine.Linux.Ipvs;

namespace KeepaliveConsole.System.Tests.Guest;

/// <summary>IPVS, with ipvsadm.</summary>
internal sealed class IpvsBench : Bench
{
    private const string Web = "-t 10.88.0.100:80";

    public override IReadOnlyList<(string Name, Action<NetworkNamespace> Do)> Meddlings { get; } =
    [
        ("the table is cleared", director => Ipvsadm(director, "-C")),
        ("the service is deleted", director => Ipvsadm(director, $"-D {Web}")),
        ("a server is deleted", director => Ipvsadm(director, $"-d {Web} -r 10.2.0.102:80")),
        ("a server is added", director => Ipvsadm(director, $"-a {Web} -r 10.2.0.103:80 -m -w 5")),
        ("a weight is changed", director => Ipvsadm(director, $"-e {Web} -r 10.2.0.102:80 -m -w 7")),
        ("a server is made a direct route", director => Ipvsadm(director, $"-e {Web} -r 10.2.0.101:80 -g -w 3")),
        ("a server is made a tunnel", director => Ipvsadm(director, $"-e {Web} -r 10.2.0.101:80 -i -w 3")),
        ("the scheduler is changed", director => Ipvsadm(director, $"-E {Web} -s rr")),
        ("the scheduler is changed to one we do not use", director => Ipvsadm(director, $"-E {Web} -s mh")),
        ("persistence is turned on", director => Ipvsadm(director, $"-E {Web} -s wrr -p 60")),
    ];

    public override TimeSpan MedianChange => TimeSpan.FromMilliseconds(10);

    public override ILoadBalancer Create() => new IpvsLoadBalancer();

    public override string ListingOfR2(NetworkNamespace director) =>
        string.Join('\n', List(director).Split('\n').Where(line => line.Contains("10.2.0.102:80", StringComparison.Ordinal)));

    public override bool HasOurs(NetworkNamespace director) => List(director).Contains("10.88.0.100:80", StringComparison.Ordinal);

    public override void AddForeign(NetworkNamespace director)
    {
        Ipvsadm(director, "-A -t 10.99.0.1:80 -s mh");
        Ipvsadm(director, "-a -t 10.99.0.1:80 -r 10.2.0.103:80 -i -w 2");
        Ipvsadm(director, "-A -f 9 -s wrr -p 77 -M 255.255.255.0");
    }

    public override string ListForeign(NetworkNamespace director) => string.Join('\n', director.Run(() => Tool.Run("ipvsadm", "-Sn")).Split('\n')
        .Where(line => line.Contains("10.99.0.1:80", StringComparison.Ordinal) || line.Contains("-f 9", StringComparison.Ordinal)).Order(StringComparer.Ordinal));

    /// <summary>The whole table as commands, sorted: <c>-A -t 10.88.0.100:80 -s wrr</c>.</summary>
    public static string Saved(NetworkNamespace director) =>
        string.Join('\n', director.Run(() => Tool.Run("ipvsadm", "-Sn")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Trim()).Order(StringComparer.Ordinal));

    public override void Clear(NetworkNamespace director) => Ipvsadm(director, "-C");

    /// <summary>Runs ipvsadm on the director; its output.</summary>
    public static string Ask(NetworkNamespace director, string arguments) => director.Run(() => Tool.Run("ipvsadm", arguments));

    private static string List(NetworkNamespace director) => director.Run(() => Tool.Run("ipvsadm", "-Ln"));

    private static void Ipvsadm(NetworkNamespace director, string arguments) => director.Run(() => Tool.Run("ipvsadm", arguments));
}
