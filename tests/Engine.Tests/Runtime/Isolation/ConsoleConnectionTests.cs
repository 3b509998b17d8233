using System.Net;
using System.Net.Sockets;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Runtime.Isolation;
using KeepaliveConsole.Engine.Runtime.Vrrp;

namespace KeepaliveConsole.Engine.Tests.Runtime.Isolation;

public sealed class ConsoleConnectionTests
{
    [Theory]
    [InlineData("VI_YIELDED", null)]
    [InlineData("VI_OTHER", "this node has not yielded VI_OTHER")]
    public async Task Resume_ReachesTheElection_AndItsAnswerTheConsole(string instance, string? answered)
    {
        using var election = new YieldedElection();
        using ElectionLink console = Connect(election, out ConsoleConnection connection);
        using (connection)
        {
            await console.SendAsync(new ElectionMessage.Ask(7, ElectionQuestion.Resume, instance), CancellationToken.None);

            ElectionMessage.Answer answer = await AnswerAsync(console);

            Assert.Equal((7, answered), (answer.Number, answer.Text));
            Assert.Equal(instance, Assert.Single(election.Resumed));
        }
    }

    [Fact]
    public async Task PeerClaimed_ReachesTheElection_WithoutAnAnswer()
    {
        using var election = new YieldedElection();
        using ElectionLink console = Connect(election, out ConsoleConnection connection);
        using (connection)
        {
            await console.SendAsync(new ElectionMessage.PeerClaimed("VI_1", IPAddress.Parse("10.0.0.2"), new VrrpPriority(150)), CancellationToken.None);
            await console.SendAsync(new ElectionMessage.Ask(7, ElectionQuestion.Trace, "VI_1"), CancellationToken.None);

            // Messages are obeyed in order, so the first answer there is comes after the claim.
            Assert.Equal(7, (await AnswerAsync(console)).Number);
            Assert.Equal(("VI_1", "10.0.0.2", 150), Assert.Single(election.Claims));
        }
    }

    private static async Task<ElectionMessage.Answer> AnswerAsync(ElectionLink console)
    {
        while (true)
            if (await console.ReceiveAsync(CancellationToken.None) is ElectionMessage.Answer answer) return answer;
    }

    private static ElectionLink Connect(IElectionHost election, out ConsoleConnection connection)
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(1);
        var console = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        console.Connect(listener.LocalEndPoint!);
        var hello = new ElectionMessage.Hello(ElectionMessage.Protocol, "1", 1, DateTimeOffset.UnixEpoch, "", "");
        connection = new ConsoleConnection(new ElectionLink(listener.Accept()), hello, election, new EventBacklog(TimeProvider.System), TimeProvider.System, _ => { });
        connection.Begin();
        return new ElectionLink(console);
    }

    /// <summary>An election that has yielded VI_YIELDED.</summary>
    private sealed class YieldedElection : IElectionHost
    {
        public List<string> Resumed { get; } = [];

        public bool? Resume(string instance)
        {
            Resumed.Add(instance);
            return instance == "VI_YIELDED";
        }

        public List<(string Instance, string Peer, int Priority)> Claims { get; } = [];

        public bool PeerClaims(string instance, IPAddress peer, VrrpPriority priority)
        {
            Claims.Add((instance, peer.ToString(), priority.Value));
            return true;
        }

        public ElectionPicture Picture() => new();

        public void Start()
        {
        }

        public void TakeUp(IEnumerable<string> instances)
        {
        }

        public void Apply(ClusterDefinition definition)
        {
        }

        public string? Announce(string instance) => null;

        public string? Yield(string instance) => null;

        public string? Trace(string instance) => null;

        public byte[]? Capture(string instance) => null;

        public Task StopAsync(TimeSpan? limit, bool keepAddresses) => Task.CompletedTask;

        public void Dispose()
        {
        }
    }
}
