using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Runtime.Isolation;

namespace KeepaliveConsole.Engine.Tests.Runtime.Isolation;

public sealed class KeptAddressesTests : IDisposable
{
    private const string Boot = "boot-1";
    private static readonly TimeSpan s_left = TimeSpan.FromSeconds(100);

    private readonly string _folder = Directory.CreateTempSubdirectory("kc-kept-").FullName;

    private string File1 => Path.Combine(_folder, "kept-addresses.json");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(3.6, true)]
    [InlineData(3.61, false)] // 3 × 1 s + 156/256 s at priority 100 are 3.609375 s
    [InlineData(-1, false)]
    public void TakenUp_OnlyWithinTheMasterDownInterval(double secondsLater, bool isTakenUp) =>
        Assert.Equal(isTakenUp ? ["VI_1"] : [], Kept().MayBeTakenUp(Cluster(), "a", Boot, s_left + TimeSpan.FromSeconds(secondsLater)));

    [Fact]
    public void TakenUp_NotAfterTheMachineStartedAgain() => Assert.Empty(Kept().MayBeTakenUp(Cluster(), "a", "boot-2", s_left));

    [Fact]
    public void TakenUp_AlsoWithAnotherPriority_ButNotInAnotherElection()
    {
        ClusterDefinition cluster = Cluster();
        VrrpInstanceDefinition instance = cluster.VrrpInstances[0];
        Assert.Equal(["VI_1"], Kept().MayBeTakenUp(cluster with { VrrpInstances = [instance with { Participants = [instance.Participants[0] with { Priority = new VrrpPriority(50) }] }] }, "a", Boot, s_left));
        Assert.Empty(Kept().MayBeTakenUp(cluster with { VrrpInstances = [instance with { VirtualRouterId = new VirtualRouterId(52) }] }, "a", Boot, s_left));
        Assert.Empty(Kept().MayBeTakenUp(cluster, "b", Boot, s_left));
    }

    [Fact]
    public void File_IsPrivate_AndReadOnce()
    {
        Assert.Null(Kept().Write(File1));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(File1));
        Assert.Equal(Kept(), KeptAddresses.Take(File1));
        Assert.Null(KeptAddresses.Take(File1));
    }

    [Theory]
    [InlineData("{\"bootId\":")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{\"bootId\":\"boot-1\",\"atMs\":100000}")]
    [InlineData("{\"bootId\":7,\"atMs\":100000,\"instances\":[]}")]
    [InlineData("{\"bootId\":\"boot-1\",\"atMs\":\"100000\",\"instances\":[]}")]
    [InlineData("{\"bootId\":\"boot-1\",\"atMs\":1e30,\"instances\":[]}")]
    [InlineData("{\"bootId\":\"boot-1\",\"atMs\":100000,\"instances\":[7]}")]
    [InlineData("{\"bootId\":\"boot-1\",\"atMs\":100000,\"instances\":[{\"name\":\"VI_1\",\"masterDownMs\":3609}]}")]
    public void File_ThatIsBroken_IsAsNone(string text)
    {
        File.WriteAllText(File1, text);
        Assert.Null(KeptAddresses.Take(File1));
    }

    private static KeptAddresses Kept() => new(Boot, s_left, [new KeptInstance("VI_1", TimeSpan.FromSeconds(3.609375), "51/V3/eth0")]);

    private static ClusterDefinition Cluster() => new()
    {
        VrrpInstances =
        [
            new VrrpInstanceDefinition
            {
                Name = "VI_1", VirtualRouterId = new VirtualRouterId(51), Version = VrrpVersion.V3, AdvertisementInterval = new AdvertisementInterval(100),
                Participants = [new VrrpParticipantDefinition { Node = "a", Interface = "eth0", Priority = new VrrpPriority(100) }],
            },
        ],
    };
}
