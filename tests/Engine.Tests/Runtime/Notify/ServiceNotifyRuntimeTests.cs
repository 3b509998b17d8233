using System.Net;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Runtime;
using KeepaliveConsole.Engine.Runtime.Notify;

namespace KeepaliveConsole.Engine.Tests.Runtime.Notify;

public sealed class ServiceNotifyRuntimeTests : IEventSink
{
    private static readonly RealServerDefinition s_server = new()
    {
        Address = IPAddress.Parse("10.88.0.101"),
        Port = 8080,
        Notify = new ServiceNotifyDefinition { Up = "/bin/rs up", Down = "/bin/rs down" },
    };

    private static readonly VirtualServiceDefinition s_service = new()
    {
        Name = "web",
        Key = new ServiceKey { Address = IPAddress.Parse("10.88.0.100"), Port = 80 },
        RealServers = [s_server],
        Notify = new ServiceNotifyDefinition { Up = "/bin/vs up", Down = "/bin/vs down" },
    };

    [Fact]
    public async Task Moves_RunTheirProgramsWithoutMoreArguments()
    {
        var programs = new FakePrograms { EndsAtOnce = true };
        var notify = new ServiceNotifyRuntime("a", programs, this);
        notify.Apply(new ClusterDefinition { VirtualServices = [s_service] });
        notify.ServerMoved(s_service, s_server, false);
        notify.QuorumMoved(s_service, false);
        notify.ServerMoved(s_service, s_server, true);
        notify.QuorumMoved(s_service, true);
        await notify.StopAsync();
        Assert.Equal(["/bin/rs down", "/bin/vs down", "/bin/rs up", "/bin/vs up"], programs.Lines);
    }

    [Theory]
    [InlineData(true, "/bin/rs up")]
    [InlineData(false, "")]
    public async Task Beginning_IsToldOnlyWhereAskedFor(bool asked, string lines)
    {
        var programs = new FakePrograms { EndsAtOnce = true };
        var notify = new ServiceNotifyRuntime("a", programs, this);
        notify.Apply(new ClusterDefinition { Nodes = [new() { Name = "a", InitialServerNotices = asked }], VirtualServices = [s_service] });
        notify.ServerBegins(s_service, s_server);
        await notify.StopAsync();
        Assert.Equal(lines, string.Join(';', programs.Lines));
    }

    [Fact]
    public async Task Moves_AreWrittenToThePipeAsKeepalivedDoes()
    {
        string path = Path.Combine(Path.GetTempPath(), $"kc-lvs-{Guid.NewGuid():N}");
        var notify = new ServiceNotifyRuntime("a", new FakePrograms { EndsAtOnce = true }, this);
        string user = Environment.UserName;
        notify.Apply(new ClusterDefinition { Nodes = [new() { Name = "a", ServiceNotifyFifos = [new() { Path = path, User = user }] }] });
        notify.ServerMoved(s_service, s_server, false);
        notify.QuorumMoved(s_service with { Key = new ServiceKey { FirewallMark = 7 } }, true);
        notify.QuorumMoved(s_service with { GroupName = "all" }, false);
        Task<string> read = Task.Run(() => ReadThreeLines(path));
        string lines = await read.WaitAsync(TimeSpan.FromSeconds(10));
        await notify.StopAsync();
        Assert.Equal("RS [10.88.0.101]:tcp:8080 [10.88.0.100]:tcp:80 DOWN\nVS FWM 7 UP\nVS [all]:0 DOWN\n", lines);
    }

    void IEventSink.Publish(EngineEvent engineEvent)
    {
        // Nothing goes wrong here.
    }

    private static string ReadThreeLines(string path)
    {
        SpinWait.SpinUntil(() => File.Exists(path), TimeSpan.FromSeconds(5));
        using var reader = new StreamReader(path);
        return $"{reader.ReadLine()}\n{reader.ReadLine()}\n{reader.ReadLine()}\n";
    }
}
