using System.Diagnostics;
using System.Text.RegularExpressions;
using KeepaliveConsole.System.Tests.Director;
using KeepaliveConsole.System.Tests.Guest;

namespace KeepaliveConsole.System.Tests.Balancing;

/// <summary>The real console with nftables is killed and started again: the table is taken over as it is, and no connection is lost.</summary>
[Collection(Rig.NetworkCollection.Name)]
public sealed partial class NftablesCrashTests : IDisposable
{
    private const string Conf = """
        virtual_server 10.88.0.100 80 {
            delay_loop 1
            lb_algo rr
            lb_kind NAT
            protocol TCP
            real_server 10.2.0.101 80 {
                TCP_CHECK {
                    connect_timeout 2
                }
            }
            real_server 10.2.0.102 80 {
                TCP_CHECK {
                    connect_timeout 2
                }
            }
        }
        """;

    private readonly BalancingRig _rig = new();
    private readonly string _data = Directory.CreateTempSubdirectory("kcnft-").FullName;

    public void Dispose()
    {
        _rig.Dispose();
        Directory.Delete(_data, recursive: true);
    }

    [Fact]
    public void KilledAndStartedAgain_TheTableIsTakenOver_AndConnectionsLive()
    {
        string file = Path.Combine(_data, "first.conf");
        File.WriteAllText(file, Conf);
        using Process first = Start("--conf", file);
        Expect.Soon(() => Listing().Contains("10.2.0.102 . 80", StringComparison.Ordinal), () => Listing());
        using WebClient established = WebClient.Connect(_rig.Client, BalancingRig.Web);
        string server = established.Ask();

        first.Kill();
        first.WaitForExit();
        Assert.Equal(server, established.Ask());
        Assert.Equal("r1=2 r2=2", _rig.Hits(4));
        string before = Listing();

        using Process second = Start();
        Expect.Soon(() => _rig.Director.Run(() => Tool.Try("curl", "-sf http://127.0.0.1:5080/livez")).ExitCode == 0, () => "the console answers");
        BalancingSetup.WaitForSweeps(10);

        // Handles number what was made: equal ones were not made anew.
        Assert.Equal(before, Listing());
        Assert.Equal(server, established.Ask());
        Assert.Equal("r1=2 r2=2", _rig.Hits(4));
        second.Kill();
        second.WaitForExit();
    }

    private Process Start(params string[] arguments)
    {
        Process process = Command.Start("ip", ["netns", "exec", _rig.Director.Name, Checkout.Console, "serve", "--data", _data, "--node", "a", "--urls", "http://127.0.0.1:5080", "--Engine:LoadBalancer=Nftables", .. arguments]);
        process.OutputDataReceived += static (_, _) => { };
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private string Listing() => Counter().Replace(_rig.Director.Run(() => Tool.Try("nft", "-a list table inet keepalive_console").Output), "");

    [GeneratedRegex("counter packets [0-9]+ bytes [0-9]+")]
    private static partial Regex Counter();
}
