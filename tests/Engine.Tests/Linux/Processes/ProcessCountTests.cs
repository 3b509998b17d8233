using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Linux.Processes;

namespace KeepaliveConsole.Engine.Tests.Linux.Processes;

public sealed class ProcessCountTests
{
    private readonly Dictionary<int, ProcessFacts> _processes = new()
    {
        [10] = new ProcessFacts("nginx", ["/usr/sbin/nginx", "-g", "daemon off;"]),
        [11] = new ProcessFacts("nginx", ["nginx: worker"]),
        [12] = new ProcessFacts("bash", ["bash"]),
    };

    [Theory]
    [InlineData("nginx", false, ParameterMatch.Ignore, "", 2)]
    [InlineData("nginx", false, ParameterMatch.Exact, "", 1)]
    [InlineData("nginx", false, ParameterMatch.Exact, "-g|daemon off;", 1)]
    [InlineData("nginx", false, ParameterMatch.Exact, "-g", 0)]
    [InlineData("nginx", false, ParameterMatch.Initial, "-g", 1)]
    [InlineData("nginx", false, ParameterMatch.Initial, "-g|daemon", 0)]
    [InlineData("nginx", false, ParameterMatch.Partial, "-g|daemon", 1)]
    [InlineData("/usr/sbin/nginx", true, ParameterMatch.Ignore, "", 1)]
    [InlineData("/usr/sbin/nginx", false, ParameterMatch.Ignore, "", 0)]
    [InlineData("bash", false, ParameterMatch.Ignore, "", 1)]
    public void Scan_CountsThoseThatMatch(string process, bool full, ParameterMatch match, string parameters, int expected)
    {
        ProcessCount count = Counting(new TrackProcessDefinition
        {
            Name = "t", Process = process, FullCommand = full, ParameterMatch = match,
            Parameters = parameters.Split('|', StringSplitOptions.RemoveEmptyEntries).ToValueArray(),
        });

        Assert.Equal(expected, count.Of("t"));
        Assert.Equal(0, count.Of("another"));
    }

    [Fact]
    public void LongName_OnlyFifteenCharactersCount()
    {
        _processes[20] = new ProcessFacts("prometheus-node", ["x"]);

        Assert.Equal(1, Counting(new TrackProcessDefinition { Name = "t", Process = "prometheus-node-exporter" }).Of("t"));
    }

    [Fact]
    public void Events_KeepTheCountRight()
    {
        ProcessCount count = Counting(new TrackProcessDefinition { Name = "t", Process = "nginx" });

        count.Happened(new ProcessEvent(ProcessEventKind.Fork, 10, 30));
        Assert.Equal(3, count.Of("t"));
        count.Happened(new ProcessEvent(ProcessEventKind.Fork, 12, 31));
        Assert.Equal(3, count.Of("t"));
        _processes[31] = new ProcessFacts("nginx", ["nginx"]);
        count.Happened(new ProcessEvent(ProcessEventKind.Renamed, 31, 0));
        Assert.Equal(4, count.Of("t"));
        _processes[30] = new ProcessFacts("sh", ["sh"]);
        count.Happened(new ProcessEvent(ProcessEventKind.Renamed, 30, 0));
        Assert.Equal(3, count.Of("t"));
        count.Happened(new ProcessEvent(ProcessEventKind.Exit, 10, 0));
        count.Happened(new ProcessEvent(ProcessEventKind.Exit, 12, 0));
        Assert.Equal(2, count.Of("t"));
    }

    private ProcessCount Counting(TrackProcessDefinition wanted)
    {
        var count = new ProcessCount((pid, _) => _processes.GetValueOrDefault(pid), () => [.. _processes.Keys]);
        count.Want([wanted]);
        return count;
    }
}
