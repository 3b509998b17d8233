using System.Net;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Web.Peers;
using KeepaliveConsole.Web.Tests.Fakes;

namespace KeepaliveConsole.Web.Tests.Peers;

/// <summary>This node is l1, Master of VI_WEB (VRID 51, 10.88.0.100) from 10.88.0.11.</summary>
public sealed class PeerClaimsTests
{
    private static readonly IPAddress s_connection = IPAddress.Parse("192.0.2.12");

    private static PeerInstance Rival => new()
    {
        VirtualRouterId = 51,
        State = "Master",
        EffectivePriority = 150,
        Owner = new PeerOwner("10.88.0.12"),
        VirtualAddresses = [new PeerAddress("10.88.0.99"), new PeerAddress("10.88.0.100")],
        Freshness = "Fresh",
    };

    [Fact]
    public void SameRouter_MasterOnBoth_IsAClaim_OfTheSourceOfItsAdverts()
        => Assert.Equal([new PeerClaim("VI_WEB", IPAddress.Parse("10.88.0.12"), 150)], Between(Rival));

    [Theory]
    [InlineData("192.0.2.12", "192.0.2.12")]
    [InlineData("::ffff:192.0.2.12", "192.0.2.12")]
    [InlineData("fe80::12%3", "fe80::12")]
    public void WithoutTheSourceOfItsAdverts_TheAddressOfTheConnectionCounts(string connection, string claimed)
    {
        PeerInstance unsaid = Rival with { Owner = null };
        Assert.Equal(claimed, Assert.Single(PeerClaims.Between(FakeStatus.Healthy(), Document(unsaid), IPAddress.Parse(connection), FakeStatus.Noon)).Peer.ToString());
        Assert.Empty(PeerClaims.Between(FakeStatus.Healthy(), Document(unsaid), null, FakeStatus.Noon));
    }

    public static TheoryData<string, object> NoClaims => new()
    {
        { "another VRID", Rival with { VirtualRouterId = 52 } },
        { "Backup", Rival with { State = "Backup" } },
        { "no state", Rival with { State = null } },
        { "observed a while ago", Rival with { Freshness = "Stale" } },
        { "observed long ago", Rival with { Freshness = "Unknown" } },
        { "another family", Rival with { Owner = new PeerOwner("fe80::12") } },
        { "no address in common", Rival with { VirtualAddresses = [new PeerAddress("10.88.0.101"), null, new PeerAddress("nonsense")] } },
        { "no address at all", Rival with { VirtualAddresses = null } },
        { "no priority", Rival with { EffectivePriority = 0 } },
        { "no such priority", Rival with { EffectivePriority = 256 } },
        { "our own source address", Rival with { Owner = new PeerOwner("10.88.0.11") } },
    };

    [Theory]
    [MemberData(nameof(NoClaims))]
    public void WhatDiffers_IsNoClaim(string what, object instance) => Assert.True(Between((PeerInstance)instance).Count == 0, what);

    [Theory]
    [InlineData(-3000, 1)]
    [InlineData(-3001, 0)]
    [InlineData(3000, 1)]
    [InlineData(3001, 0)]
    public void APictureThatIsNotOfNow_IsNoClaim(double milliseconds, int claims)
    {
        PeerDocument document = Document(Rival) with { At = FakeStatus.Noon.AddMilliseconds(milliseconds) };
        Assert.Equal(claims, PeerClaims.Between(FakeStatus.Healthy(), document, s_connection, FakeStatus.Noon).Count);
        Assert.Equal(claims == 1, PeerClaims.IsOfNow(document, FakeStatus.Noon));
    }

    [Theory]
    [InlineData(VrrpState.Backup)]
    [InlineData(VrrpState.Fault)]
    public void WhereThisNodeIsNotMaster_NobodyContradictsIt(VrrpState state)
        => Assert.Empty(PeerClaims.Between(FakeStatus.Healthy().WithInstance(instance => instance with { State = state }), Document(Rival), s_connection, FakeStatus.Noon));

    [Fact]
    public void ThisConsoleItself_IsNoClaim_AnotherOfTheSameNameIs()
    {
        EngineStatus own = FakeStatus.Healthy();
        PeerDocument same = Document(Rival) with { Node = "l1", StartedAt = own.Engine.StartedAt };

        Assert.True(PeerClaims.IsSame(own, same));
        Assert.Empty(PeerClaims.Between(own, same, s_connection, FakeStatus.Noon));
        Assert.Single(PeerClaims.Between(own, same with { StartedAt = own.Engine.StartedAt.AddSeconds(1) }, s_connection, FakeStatus.Noon));
    }

    [Fact]
    public void IPv6_TheSameAddressWrittenOtherwise_IsTheSame()
    {
        EngineStatus own = FakeStatus.Healthy().WithInstance(instance => instance with
        {
            Owner = instance.Owner! with { Address = IPAddress.Parse("fe80::11") },
            VirtualAddresses = [new VirtualAddressStatus(IPAddress.Parse("2001:db8::100"), 64, "eth0", null, true)],
        });
        PeerInstance theirs = Rival with { Owner = new PeerOwner("fe80::12%eth7"), VirtualAddresses = [new PeerAddress("2001:0db8:0:0::0100")] };

        Assert.Equal([new PeerClaim("VI_WEB", IPAddress.Parse("fe80::12"), 150)], PeerClaims.Between(own, Document(theirs), s_connection, FakeStatus.Noon));
    }

    [Fact]
    public void OfSeveralInstances_EachCountsByItself()
    {
        EngineStatus own = FakeStatus.Healthy();
        own = own with { Vrrp = [own.Vrrp[0], own.Vrrp[0] with { Name = "VI_DB", VirtualRouterId = new VirtualRouterId(52) }, own.Vrrp[0] with { Name = "VI_OUT", VirtualRouterId = new VirtualRouterId(53), State = VrrpState.Backup }] };

        IReadOnlyList<PeerClaim> claims = PeerClaims.Between(own, Document(Rival with { VirtualRouterId = 53 }, Rival, Rival with { VirtualRouterId = 52, EffectivePriority = 255 }), s_connection, FakeStatus.Noon);

        Assert.Equal([("VI_WEB", 150), ("VI_DB", 255)], claims.Select(claim => (claim.Instance, claim.Priority)));
    }

    private static IReadOnlyList<PeerClaim> Between(PeerInstance instance) => PeerClaims.Between(FakeStatus.Healthy(), Document(instance), s_connection, FakeStatus.Noon);

    private static PeerDocument Document(params PeerInstance[] instances) => new("l2", FakeStatus.Noon, FakeStatus.Noon.AddDays(-1), instances);
}
