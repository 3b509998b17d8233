using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Vrrp.Tracking;

namespace KeepaliveConsole.Engine.Tests.Vrrp.Tracking;

public sealed class WantedTracksTests
{
    private static readonly VrrpParticipantDefinition s_part = new()
    {
        Node = "a",
        Interface = "eth0",
        Tracks =
        [
            new TrackDefinition { Kind = TrackKind.Script, Target = "chk" },
            new TrackDefinition { Kind = TrackKind.Script, Target = "chk", Weight = 0, Reverse = false },
            new TrackDefinition { Kind = TrackKind.Interface, Target = "eth1" },
            new TrackDefinition { Kind = TrackKind.Process, Target = "not defined" },
        ],
    };

    private static readonly ClusterDefinition s_cluster = new()
    {
        VrrpInstances = [new VrrpInstanceDefinition { Name = "VI_1", VirtualRouterId = new VirtualRouterId(1), Participants = [s_part] }],
        TrackScripts = [new TrackScriptDefinition { Name = "chk", Command = "/bin/true", Weight = -30, Reverse = true }],
        TrackFiles = [new TrackFileDefinition { Name = "load", Path = "/run/load" }],
    };

    [Fact]
    public void Weights_OfTheTrackElseOfTheTarget() => Assert.Equal(
        [
            new WantedTrack(TrackKind.Script, "chk", -30, true),
            new WantedTrack(TrackKind.Script, "chk", 0, false),
            new WantedTrack(TrackKind.Interface, "eth1", 0, false),
        ],
        WantedTracks.Of(s_cluster, s_cluster.VrrpInstances[0], s_part));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void SyncGroup_OwnWeightsCountOnlyWhenAsked_TheGroupsAlways(bool trackingWeight)
    {
        ClusterDefinition cluster = s_cluster with
        {
            SyncGroups =
            [
                new SyncGroupDefinition
                {
                    Name = "G1",
                    Members = ["VI_1"],
                    TrackingWeight = trackingWeight,
                    Tracks = [new TrackDefinition { Kind = TrackKind.File, Target = "load" }],
                },
            ],
        };

        ValueArray<WantedTrack> tracks = WantedTracks.Of(cluster, cluster.VrrpInstances[0], s_part);

        Assert.Equal([trackingWeight, trackingWeight, trackingWeight, true], tracks.Select(track => track.WeightCounts));
        Assert.Equal(new WantedTrack(TrackKind.File, "load", 1, false), tracks[3]);
    }
}
