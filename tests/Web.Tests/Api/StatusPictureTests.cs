using System.Text;
using System.Text.Json;
using KeepaliveConsole.Engine;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Web.Api;
using KeepaliveConsole.Web.Api.Documents;
using KeepaliveConsole.Web.Tests.Fakes;

namespace KeepaliveConsole.Web.Tests.Api;

/// <summary>What a picture takes over from the one before, and that nobody can tell.</summary>
public sealed class StatusPictureTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task OneAfterTheOther_EachIsWhatTheSerializerWrites(int seed)
    {
        var random = new Random(seed);
        var engine = new FakeEngine();
        var pictures = new StatusPicture(engine);
        List<VirtualServiceStatus> services = [.. Enumerable.Range(0, 20).Select(_ => Service(random))];
        for (int round = 0; round < 60; round++)
        {
            Change(random, services);
            engine.Current = engine.Current with { At = engine.Current.At.AddMilliseconds(random.Next(1000)), Sequence = round, VirtualServices = services.ToValueArray() };

            WrittenStatus written = pictures.Take();

            byte[] bytes = await StatusBytes.OfAsync(written);
            Assert.Equal(JsonSerializer.Serialize(StatusDocument.From(engine.Current), ApiJson.Options), Encoding.UTF8.GetString(bytes));
            Assert.Equal(bytes.Length, written.Length);
        }
    }

    [Fact]
    public void ServerThatIsDrawnAnew_IsWrittenAnew_TheOthersAreNot()
    {
        var engine = new FakeEngine();
        var pictures = new StatusPicture(engine);
        VirtualServiceStatus service = engine.Current.VirtualServices[0];
        byte[][] before = pictures.Take().Servers[0];

        // Equal, but another: the engine says by the object whether anything changed, and nobody compares a hundred members.
        engine.Current = engine.Current with { VirtualServices = [service with { AliveWeight = 1, RealServers = [service.RealServers[0], service.RealServers[1] with { Freshness = Freshness.Stale }] }] };
        byte[][] after = pictures.Take().Servers[0];

        Assert.Same(before[0], after[0]);
        Assert.NotEqual(before[1], after[1]);
        Assert.Contains("\"freshness\":\"Stale\"", Encoding.UTF8.GetString(after[1]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task EngineWithoutServices_IsADocumentToo()
    {
        EngineStatus status = FakeStatus.Healthy() with { VirtualServices = [] };
        Assert.Equal(JsonSerializer.Serialize(StatusDocument.From(status), ApiJson.Options), Encoding.UTF8.GetString(await StatusBytes.OfAsync(status)));
    }

    // Most servers stay the objects they are, as in the engine; services and servers come, go and change places.
    private static void Change(Random random, List<VirtualServiceStatus> services)
    {
        if (random.Next(4) == 0) services.Insert(random.Next(services.Count + 1), Service(random));
        if (random.Next(4) == 0 && services.Count > 0) services.RemoveAt(random.Next(services.Count));
        for (int i = 0; i < services.Count; i++)
        {
            List<RealServerStatus> servers = [.. services[i].RealServers];
            for (int server = 0; server < servers.Count; server++)
                if (random.Next(5) == 0) servers[server] = Server(random);
            if (random.Next(20) == 0) servers.Insert(random.Next(servers.Count + 1), Server(random));
            if (random.Next(20) == 0 && servers.Count > 0) servers.RemoveAt(random.Next(servers.Count));
            services[i] = services[i] with { AliveWeight = random.Next(100), QuorumUp = random.Next(2) == 0, Freshness = Any<Freshness>(random), RealServers = servers.ToValueArray() };
        }
    }

    private static VirtualServiceStatus Service(Random random) => FakeStatus.Healthy().VirtualServices[0] with
    {
        Name = $"web {random.Next()}",
        SorryServer = random.Next(2) == 0 ? null : "10.88.0.199:80",
        RealServers = Enumerable.Range(0, random.Next(6)).Select(_ => Server(random)).ToValueArray(),
        ObservedAt = FakeStatus.Noon.AddMilliseconds(random.Next()),
    };

    // Times as coarse as the document writes them: finer ones would be cut off, which the serializer does not.
    private static RealServerStatus Server(Random random) => FakeStatus.RealServer($"10.0.{random.Next(256)}.{random.Next(256)}:80") with
    {
        State = Any<RealServerState>(random),
        Admin = Any<AdminState>(random),
        InTable = random.Next(2) == 0,
        Weight = random.Next(1000),
        EffectiveWeight = random.Next(1000),
        LastProbe = random.Next(4) == 0 ? null : new ProbeResult
        {
            Outcome = Any<ProbeOutcome>(random),
            At = FakeStatus.Noon.AddMilliseconds(random.Next()),
            Duration = TimeSpan.FromMicroseconds(10L * random.Next(100_000)),
            ConnectDuration = random.Next(2) == 0 ? null : TimeSpan.FromMicroseconds(10L * random.Next(1000)),
            FirstByteDuration = random.Next(2) == 0 ? null : TimeSpan.FromMicroseconds(10L * random.Next(1000)),
            Message = Text(random),
        },
        FailuresInARow = random.Next(10),
        ChecksPassing = random.Next(3),
        StateSince = random.Next(3) == 0 ? null : FakeStatus.Noon.AddSeconds(random.Next(100_000)),
        StateReason = random.Next(3) == 0 ? null : Text(random),
        ObservedAt = FakeStatus.Noon.AddSeconds(random.Next(100_000)),
        Freshness = Any<Freshness>(random),
    };

    // Now and then longer than a piece that is sent.
    private static string Text(Random random) => random.Next(200) switch
    {
        0 => new string('x', 150_000),
        < 20 => "\"连接被拒绝\" <b>&\t\u0001 é 🙂",
        _ => $"200 OK, {random.Next(1000)} bytes",
    };

    private static T Any<T>(Random random)
        where T : struct, Enum => random.GetItems(Enum.GetValues<T>(), 1)[0];
}
