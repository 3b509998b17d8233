using System.Net;
using System.Net.Sockets;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Runtime.Checks;
using KeepaliveConsole.System.Tests.Rig;

namespace KeepaliveConsole.System.Tests.Balancing;

/// <summary>A director looks at real machines on its link: as found, set up by the commands it gives, and set up wrongly.</summary>
[Collection(NetworkCollection.Name)]
public sealed class SetupCheckTests : IDisposable
{
    private readonly NetworkRig _rig = new();
    private readonly RigNode _director;
    private readonly RigNode _server;

    public SetupCheckTests()
    {
        _director = _rig.AddNode("d", "10.0.0.1/24");
        _director.Ip("addr add 10.0.0.100/32 dev eth0");
        _director.Ip("-6 addr add fd00::1/64 dev eth0 nodad");
        _director.Ip("-6 addr add fd00::100/128 dev eth0 nodad");
        _server = _rig.AddNode("s", "10.0.0.11/24");
        _server.Ip("-6 addr add fd00::11/64 dev eth0 nodad");
    }

    public void Dispose() => _rig.Dispose();

    [Theory]
    [InlineData("10.0.0.11", "10.0.0.100")]
    [InlineData("fd00::11", "fd00::100")]
    public void Commands_SetAServerUpSoThatNothingIsLeftToMend(string server, string address)
    {
        VirtualServiceDefinition service = Service(server, address);
        Assert.Equal(SetupFindingKind.DoesNotAccept, Look(service).Kind);

        foreach (SetupStep step in SetupLook.Describe(service, service.RealServers[0]).Steps) Shell.Run($"ip netns exec {_server.Namespace} {step.Command}");
        Assert.Equal(SetupFindingKind.PortRefused, Look(service).Kind);
        using TcpListener listener = Listen(address);

        SetupFinding finding = Look(service);

        Assert.Equal((SetupFindingKind.Fine, false), (finding.Kind, finding.IsProblem));
        // 03 is SYN_RECV: the look leaves no half-open connection behind.
        Assert.DoesNotContain(" 03 ", Shell.Run($"ip netns exec {_server.Namespace} cat /proc/net/tcp /proc/net/tcp6"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("10.0.0.11", "10.0.0.100")]
    [InlineData("fd00::11", "fd00::100")]
    public void ServerThatAnswersForTheAddress_IsFound(string server, string address)
    {
        _server.Ip($"addr add {address}/{(address.Contains(':', StringComparison.Ordinal) ? "128 dev eth0 nodad" : "32 dev lo")}");
        using TcpListener listener = Listen(address);

        SetupFinding finding = Look(Service(server, address));

        Assert.Equal((SetupFindingKind.AnswersForAddress, true), (finding.Kind, finding.IsProblem));
        Assert.Contains("arp_ignore=1", finding.Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("10.0.0.77", SetupFindingKind.NotOnLink, "did not answer on eth0")]
    [InlineData("192.0.2.9", SetupFindingKind.NotOnLink, "is in no network of this director")]
    [InlineData("10.0.0.1", SetupFindingKind.NotChecked, "this host itself")]
    public void WhereDirectRoutingCannotReach_IsSaid(string server, SetupFindingKind kind, string sentence)
    {
        SetupFinding finding = Look(Service(server, "10.0.0.100"));

        Assert.Equal(kind, finding.Kind);
        Assert.Contains(sentence, finding.Sentence, StringComparison.Ordinal);
    }

    private SetupFinding Look(VirtualServiceDefinition service)
    {
        // On a thread inside the director: the look's own thread is made there and belongs to the same network.
        RealServerSetup? setup = _director.Run(() => new SetupLook(TimeProvider.System).LookAsync(service, service.RealServers[0]).GetAwaiter().GetResult());
        return Assert.Single(setup!.Findings);
    }

    private TcpListener Listen(string address) => Retry(() => _server.Run(() =>
    {
        var listener = new TcpListener(IPAddress.Parse(address), 80);
        listener.Start();
        return listener;
    }));

    // A new IPv6 address may take a moment before it can be bound.
    private static TcpListener Retry(Func<TcpListener> listen)
    {
        TcpListener? listener = null;
        WaitFor.True(() =>
        {
            try
            {
                listener = listen();
                return true;
            }
            catch (SocketException)
            {
                return false;
            }
        }, "the listener");
        return listener!;
    }

    private static VirtualServiceDefinition Service(string server, string address) => new()
    {
        Name = "web",
        Key = new ServiceKey { Address = IPAddress.Parse(address), Port = 80 },
        ForwardingMethod = ForwardingMethod.DirectRouting,
        RealServers = [new RealServerDefinition { Address = IPAddress.Parse(server), Port = 80 }],
    };
}
