using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using KeepaliveConsole.Engine.Balancing;
using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.System.Tests.Guest;

/// <summary>What becomes of connections through IPVS: ended on demand, and such of SCTP.</summary>
internal static class IpvsConnectionScenarios
{
    private const string Switch = "/proc/sys/net/ipv4/vs/expire_nodest_conn";

    // NAME ADDRESS: answers every SCTP connection to port 9999 with its name.
    private const string SctpServer = "socket(S,AF_INET,SOCK_STREAM,132) or die \"socket: $!\"; bind(S,pack_sockaddr_in(9999,inet_aton($ARGV[1]))) or die \"bind: $!\"; listen(S,8) or die; while (accept(C,S)) { syswrite(C,$ARGV[0]); close C }";

    // FROM TO: what a new SCTP connection to port 9999 answers.
    private const string SctpClient = "alarm 5; socket(S,AF_INET,SOCK_STREAM,132) or die \"socket: $!\"; bind(S,pack_sockaddr_in(0,inet_aton($ARGV[0]))) or die \"bind: $!\"; connect(S,pack_sockaddr_in(9999,inet_aton($ARGV[1]))) or die \"connect: $!\"; sysread(S,$b,10); print $b";

    /// <summary>All of them by name.</summary>
    public static IReadOnlyDictionary<string, Action<Bench>> All { get; } = new Dictionary<string, Action<Bench>>
    {
        [nameof(Cut_EndsTheServersConnectionsAndNoOthers)] = Cut_EndsTheServersConnectionsAndNoOthers,
        [nameof(Cut_ServerThatLeftTheTable_EndsWhatItHad)] = Cut_ServerThatLeftTheTable_EndsWhatItHad,
        [nameof(SctpService_ByNat_IsSpread)] = SctpService_ByNat_IsSpread,
    };

    private static void Cut_EndsTheServersConnectionsAndNoOthers(Bench bench)
    {
        foreach (int weight in (int[])[0, 3])
        {
            using var setup = new BalancingSetup(bench);
            setup.Want(BalancingRig.Service(Scheduler.RoundRobin, (1, 1), (2, 1)));
            using WebClient first = WebClient.Connect(setup.Rig.Client, BalancingRig.Web, IPAddress.Parse("10.88.0.10"));
            using WebClient second = WebClient.Connect(setup.Rig.Client, BalancingRig.Web, IPAddress.Parse("10.88.0.10"));
            (WebClient cut, WebClient other) = first.Ask()[1] == '1' ? (first, second) : (second, first);
            BalancerService service = BalancingRig.Service(Scheduler.RoundRobin, (1, weight), (2, 1));
            setup.Want(service);
            Expect.Equal("r1 10.88.0.10", cut.Ask(), "before");

            long start = Stopwatch.GetTimestamp();
            Task<string?> done = setup.Runtime.CutAsync([new BalancerPlace(setup.Runtime.Actual.Services[0], service.Destinations[0] with { Weight = 0 })]);
            Expect.True(done.Wait(TimeSpan.FromSeconds(10)), "an answer within 10 s");
            Console.WriteLine($"note cut took {Stopwatch.GetElapsedTime(start).TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture)} ms");

            Expect.Equal(null, done.Result, "problem");
            Expect.Equal("ConnectionReset", Error(cut), "the connection of the cut server");
            Expect.Equal("r2 10.88.0.10", other.Ask(), "the other one");
            Expect.Equal("0", setup.Rig.Director.Run(() => File.ReadAllText(Switch).Trim()), "expire_nodest_conn");
            Expect.True(setup.Runtime.Actual.Services[0].Destinations.Count == 2 && IpvsBench.Saved(setup.Rig.Director).Contains($"-r 10.2.0.101:80 -m -w {weight}", StringComparison.Ordinal), IpvsBench.Saved(setup.Rig.Director));
            BalancingSetup.WaitForSweeps(3);
            Expect.Equal("", string.Join(" ", setup.Sink.Drift), "drift");
        }
    }

    private static void Cut_ServerThatLeftTheTable_EndsWhatItHad(Bench bench)
    {
        using var setup = new BalancingSetup(bench);
        BalancerService both = BalancingRig.Service(Scheduler.RoundRobin, (1, 1), (2, 1));
        setup.Want(both);
        using WebClient first = WebClient.Connect(setup.Rig.Client, BalancingRig.Web, IPAddress.Parse("10.88.0.10"));
        using WebClient second = WebClient.Connect(setup.Rig.Client, BalancingRig.Web, IPAddress.Parse("10.88.0.10"));
        (WebClient cut, WebClient other) = first.Ask()[1] == '1' ? (first, second) : (second, first);
        setup.Want(BalancingRig.Service(Scheduler.RoundRobin, (2, 1)));

        Task<string?> done = setup.Runtime.CutAsync([new BalancerPlace(setup.Runtime.Actual.Services[0], both.Destinations[0])]);
        Expect.True(done.Wait(TimeSpan.FromSeconds(10)), "an answer within 10 s");

        Expect.Equal(null, done.Result, "problem");
        Expect.True(!IpvsBench.Saved(setup.Rig.Director).Contains("10.2.0.101", StringComparison.Ordinal), "it stays out of the table");
        Expect.Equal("ConnectionReset", Error(cut), "the connection of the server that left");
        Expect.Equal("r2 10.88.0.10", other.Ask(), "the other one");
    }

    private static void SctpService_ByNat_IsSpread(Bench bench)
    {
        using var setup = new BalancingSetup(bench);
        var servers = new List<Process>();
        try
        {
            foreach (int number in (int[])[1, 2])
                servers.Add(setup.Rig.RealServers[number - 1].Run(() =>
                {
                    // The guest has no module for signed cookies.
                    File.WriteAllText("/proc/sys/net/sctp/cookie_hmac_alg", "none");
                    return Process.Start("perl", ["-MSocket", "-e", SctpServer, $"r{number}", $"10.2.0.{100 + number}"]);
                }));
            setup.Want(new BalancerService(new ServiceKey { Address = BalancingRig.Vip, Port = 9999, Protocol = TransportProtocol.Sctp }, Scheduler.RoundRobin, null,
                BalancingRig.Destinations(9999, ForwardingMethod.Nat, (1, 1), (2, 1))));
            Expect.True(IpvsBench.Saved(setup.Rig.Director).Contains("-A --sctp-service 10.88.0.100:9999 -s rr", StringComparison.Ordinal), IpvsBench.Saved(setup.Rig.Director));

            // The first attempts may come before the servers listen.
            string answers = "";
            Expect.Soon(() => (answers = string.Join(' ', Enumerable.Range(0, 4).Select(_ => AskSctp(setup)).Order(StringComparer.Ordinal))) == "r1 r1 r2 r2", () => answers);
        }
        finally
        {
            foreach (Process server in servers)
            {
                server.Kill();
                server.WaitForExit();
                server.Dispose();
            }
        }
    }

    private static string AskSctp(BalancingSetup setup)
    {
        (_, string output, string error) = setup.Rig.Client.Run(() => Tool.Try("perl", "-MSocket - 10.88.0.10 10.88.0.100", SctpClient));
        return output.Length > 0 ? output : error.Trim();
    }

    private static string Error(WebClient client)
    {
        try
        {
            return client.Ask();
        }
        catch (SocketException problem)
        {
            return problem.SocketErrorCode.ToString();
        }
    }
}
