using System.Net;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Runtime.Vrrp;
using KeepaliveConsole.Engine.Wire;

namespace KeepaliveConsole.Engine.Tests.Runtime.Vrrp;

public sealed class VrrpStatusPictureTests
{
    private const long MasterDown = 3_609_375_000; // 3 x 1 s + 156/256 s
    private static readonly DateTimeOffset s_utc = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
    private static readonly AddressKey s_peer = AddressKey.From(IPAddress.Parse("10.0.0.2"));
    private static readonly VirtualAddressDefinition s_vip = new() { Address = IPAddress.Parse("10.0.0.100"), PrefixLength = 24 };

    private readonly VrrpCell _cell = new(
        new VrrpInstanceDefinition { Name = "VI_1", VirtualRouterId = new VirtualRouterId(51), VirtualAddresses = [s_vip] },
        new VrrpParticipantDefinition { Node = "a", Interface = "eth0" });

    private static MonotonicTime At(double seconds) => new((long)(seconds * 1e9));

    private VrrpInstanceStatus Draw(double seconds) => VrrpStatusPicture.Draw(_cell, "a", new ClockPair(At(seconds), s_utc), At(seconds));

    private void Become(VrrpState state, double seconds)
    {
        VrrpState from = _cell.State;
        _cell.Stands(state, new VrrpPriority(100));
        _cell.Changed(new VrrpTransitionRecord(s_utc, from, state, TransitionCause.Started, "", ""), At(seconds));
    }

    private void Hear(double seconds, byte priority = 200, AddressKey? source = null)
    {
        _cell.Accepted();
        _cell.Lines[0].Heard(At(seconds));
        _cell.HeardMaster(At(seconds), source ?? s_peer, new VrrpPriority(priority), AdvertisementInterval.Default, MasterDown);
    }

    [Theory]
    [InlineData(0, Freshness.Fresh)]
    [InlineData(1.5, Freshness.Fresh)]
    [InlineData(1.6, Freshness.Stale)]
    [InlineData(3, Freshness.Stale)]
    [InlineData(3.1, Freshness.Unknown)]
    public void Freshness_ByAge(double age, Freshness expected)
    {
        Become(VrrpState.Master, 10);
        _cell.Sent(At(10));
        VrrpInstanceStatus status = Draw(10 + age);
        Assert.Equal(expected, status.Freshness);
        Assert.Equal(s_utc - TimeSpan.FromSeconds(age), status.ObservedAt);
    }

    [Fact]
    public void SplitBrain_IsShownWhileThisNodeIsMaster_NotOnceItHasYielded()
    {
        Become(VrrpState.Master, 1);
        _cell.SplitBrain = new SplitBrainDiagnosis
        {
            Instance = "VI_1", Cause = SplitBrainCause.TwoMasters, Since = s_utc, LastSeen = s_utc, Explanation = "", ExplanationZh = "", Remedy = "", RemedyZh = "", Evidence = [],
        };
        Assert.NotNull(Draw(2).SplitBrain);

        Become(VrrpState.Backup, 2); // what the loop does before it tells that the split brain is over
        Assert.Null(Draw(2).SplitBrain);
    }

    [Fact]
    public void Backup_HearingAMaster_ShowsItUntilTheMasterDownInterval()
    {
        _cell.Lines[0].IsUsable = true;
        Become(VrrpState.Backup, 1);
        Hear(10);
        Hear(11);

        VrrpInstanceStatus status = Draw(14.6);
        Assert.Equal(new VrrpOwner(null, IPAddress.Parse("10.0.0.2"), 200, s_utc - TimeSpan.FromSeconds(3.6)), status.Owner);
        Assert.Equal(s_utc - TimeSpan.FromSeconds(4.6), status.HeldSince);
        Assert.True(status.HeartbeatLines[0].Ok);
        Assert.Equal(Freshness.Unknown, status.Freshness);

        status = Draw(14.61);
        Assert.Null(status.Owner);
        Assert.Null(status.HeldSince);
        Assert.False(status.HeartbeatLines[0].Ok);
        Assert.Equal(2, status.Counters.AdvertsReceived);
    }

    [Fact]
    public void Backup_ThatHasHeardNobody_GrowsStale()
    {
        Become(VrrpState.Backup, 10);
        Assert.Equal((Freshness.Fresh, s_utc - TimeSpan.FromSeconds(1)), (Draw(11).Freshness, Draw(11).ObservedAt));
        Assert.Equal(Freshness.Stale, Draw(12).Freshness);
        Assert.Equal(Freshness.Unknown, Draw(13.5).Freshness);
        Assert.Null(Draw(11).Owner);
        Assert.False(Draw(11).HeartbeatLines[0].Ok);
    }

    [Fact]
    public void Backup_MasterSaysItLeaves_NobodyOwns()
    {
        Become(VrrpState.Backup, 1);
        Hear(10);
        Hear(10.2, priority: 0);
        Assert.Null(Draw(10.3).Owner);
        Hear(11);
        Assert.Equal(s_utc, Draw(11).HeldSince);
    }

    [Fact]
    public void Backup_SilenceOrAnotherMaster_StartsHeldSinceAnew()
    {
        Become(VrrpState.Backup, 1);
        Hear(10);
        Hear(14); // more than the master-down interval later
        Assert.Equal(s_utc, Draw(14).HeldSince);
        Hear(14.5, source: AddressKey.From(IPAddress.Parse("10.0.0.3")));
        Assert.Equal(s_utc - TimeSpan.FromSeconds(0.5), Draw(15).HeldSince);
    }

    [Fact]
    public void Master_IsTheOwnerItself()
    {
        _cell.Lines[0].IsUsable = true;
        _cell.SendsFrom(AddressKey.From(IPAddress.Parse("10.0.0.1")));
        Become(VrrpState.Backup, 1);
        Hear(2);
        Become(VrrpState.Master, 6);
        _cell.Sent(At(6));
        _cell.Sent(At(7));
        _cell.Held = new HeldAddresses([s_vip], [true]);

        VrrpInstanceStatus status = Draw(7.5);
        Assert.Equal(new VrrpOwner("a", IPAddress.Parse("10.0.0.1"), 100, s_utc - TimeSpan.FromSeconds(0.5)), status.Owner);
        Assert.Equal(s_utc - TimeSpan.FromSeconds(1.5), status.HeldSince);
        Assert.Equal((2, 1, 2), (status.Counters.AdvertsSent, status.Counters.AdvertsReceived, status.Counters.Transitions));
        Assert.Equal([new VirtualAddressStatus(s_vip.Address, 24, "eth0", null, true)], status.VirtualAddresses);
    }

    [Fact]
    public void Fault_IsAsOldAsTheLoop()
    {
        Become(VrrpState.Fault, 1);
        VrrpInstanceStatus status = VrrpStatusPicture.Draw(_cell, "a", new ClockPair(At(20), s_utc), At(18));
        Assert.Equal(Freshness.Stale, status.Freshness);
        Assert.Equal(s_utc - TimeSpan.FromSeconds(2), status.ObservedAt);
        Assert.Null(status.Owner);
    }

    [Fact]
    public void RefusedPackets_AreCountedByReason()
    {
        _cell.Dropped(DropReason.TimeToLive);
        _cell.Dropped(DropReason.Checksum);
        _cell.Dropped(DropReason.Checksum);
        Assert.Equal(new Dictionary<string, long> { ["timeToLive"] = 1, ["checksum"] = 2 }, Draw(1).Counters.PacketErrors);
    }
}
