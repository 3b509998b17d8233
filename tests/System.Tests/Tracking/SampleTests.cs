using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Hosting;
using KeepaliveConsole.Engine.KeepalivedConf;
using KeepaliveConsole.System.Tests.Director;

namespace KeepaliveConsole.System.Tests.Tracking;

/// <summary>The samples for Nginx and MySQL mean what their comments say.</summary>
public sealed class SampleTests
{
    [Fact]
    public void Nginx_ProcessTakesPriorityAway_ScriptIsAFault()
    {
        ClusterDefinition sample = Read("lab/nginx/web1.conf", "web1");

        TrackProcessDefinition process = Assert.Single(sample.TrackProcesses);
        Assert.Equal(("nginx", -60, 1), (process.Process, process.Weight, process.Quorum));
        TrackScriptDefinition script = Assert.Single(sample.TrackScripts);
        Assert.Equal((0, 2, 2, TimeSpan.FromSeconds(2)), (script.Weight, script.Rise, script.Fall, script.Interval));
        Assert.Contains(Participant(sample).Tracks, track => track is { Kind: TrackKind.Process, Target: "nginx" });
        Assert.Contains(Participant(sample).Tracks, track => track is { Kind: TrackKind.Script, Target: "answers" });
    }

    [Fact]
    public void MySql_BothAreFaults_AndItDoesNotPreempt()
    {
        ClusterDefinition sample = Read("lab/mysql/db1.conf", "db1");

        Assert.Equal(0, Assert.Single(sample.TrackProcesses).Weight);
        Assert.Equal(TimeSpan.FromSeconds(1), sample.TrackProcesses[0].TerminateDelay);
        Assert.Equal("nobody", Assert.Single(sample.TrackScripts).User);
        Assert.False(Assert.Single(sample.VrrpInstances).Preempt);
        Assert.Equal(2, Participant(sample).Tracks.Count);
    }

    private static VrrpParticipantDefinition Participant(ClusterDefinition sample) => sample.VrrpInstances[0].Participants[0];

    private static ClusterDefinition Read(string path, string node)
    {
        ConfImportResult read = ConfImport.Read(Path.Combine(Checkout.Root, path), new DiskConfSource(), node, node);
        Assert.DoesNotContain(read.Diagnostics, found => found.Severity == ConfSeverity.Error);
        return read.Definition;
    }
}
