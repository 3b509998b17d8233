using System.Net;
using KeepaliveConsole.Engine.Balancing;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Linux.Nftables;
using static KeepaliveConsole.Engine.Tests.Balancing.TableText;

namespace KeepaliveConsole.Engine.Tests.Balancing;

public class NftRefusalsTests
{
    public static TheoryData<Scheduler, bool> Schedulers => new()
    {
        { Scheduler.RoundRobin, true },
        { Scheduler.WeightedRoundRobin, true },
        { Scheduler.SourceHash, true },
        { Scheduler.DestinationHash, true },
        { Scheduler.MaglevHash, true },
        { Scheduler.FailOver, true },
        { Scheduler.LeastConnections, false },
        { Scheduler.WeightedLeastConnections, false },
        { Scheduler.LocalityBasedLeastConnections, false },
        { Scheduler.LocalityBasedLeastConnectionsReplicated, false },
        { Scheduler.Overflow, false },
        { Scheduler.ShortestExpectedDelay, false },
        { Scheduler.NeverQueue, false },
        { Scheduler.TwoRandomChoices, false },
    };

    [Theory]
    [MemberData(nameof(Schedulers))]
    public void Of_Scheduler_IsRefusedWhereItNeedsToCountConnections(Scheduler scheduler, bool possible)
    {
        string? reason = NftRefusals.Of(Service("10.88.0.100:80 rr | 10.2.0.101:80=1") with { Scheduler = scheduler })?.ToString();

        Assert.Equal(possible ? null
            : $"nftables cannot compare how many connections servers have, so {SchedulerNames.Of(scheduler)} is not possible; choose rr, wrr, sh, mh, dh or fo, or use IPVS for it", reason);
    }

    [Fact]
    public void Schedulers_AllAreInTheTable() => Assert.Equal(Enum.GetValues<Scheduler>().Length, Schedulers.Count);

    [Theory]
    [InlineData("10.88.0.100:80 wrr | 10.2.0.101:80=3")]
    [InlineData("10.88.0.100:80 rr |")]
    [InlineData("10.88.0.100:53/udp sh | 10.2.0.101:53=3")]
    [InlineData("10.88.0.100:5060/sctp rr | 10.2.0.101:5060=3")]
    [InlineData("10.88.0.100:80 rr p60 | 10.2.0.101:80=3")]
    [InlineData("fwmark:7 rr | 10.2.0.101:80=1")]
    [InlineData("fwmark:7 rr | [2001:db8::2]:0=1")]
    [InlineData("10.88.0.100:0 rr p60 | 10.2.0.101:0=1 10.2.0.102:0=1")]
    [InlineData("[2001:db8::1]:80 rr | [2001:db8::2]:80=1")]
    public void Of_WhatNftablesCanDo_IsNull(string service) => Assert.Null(NftRefusals.Of(Service(service)));

    [Theory]
    [InlineData("10.88.0.100:80 rr | 10.2.0.101:80=1 10.2.0.102:80=1/dr", "nftables rewrites addresses and cannot do direct routing to 10.2.0.102:80; choose NAT or use IPVS for it")]
    [InlineData("10.88.0.100:80 rr | [2001:db8::1]:80=1", "nftables cannot translate between families: [2001:db8::1]:80 is an IPv6 server of an IPv4 service; give all the same family")]
    [InlineData("[2001:db8::1]:80 rr | 10.2.0.101:80=1", "nftables cannot translate between families: 10.2.0.101:80 is an IPv4 server of an IPv6 service; give all the same family")]
    [InlineData("fwmark:7 rr | 10.2.0.101:80=1 [2001:db8::1]:80=1", "nftables cannot translate between families: [2001:db8::1]:80 is an IPv6 server of an IPv4 service; give all the same family")]
    [InlineData("10.88.0.100:80 rr | 10.2.0.101:80=1 10.2.0.102:0=1", "nftables needs a port for all servers of a service or for none: 10.2.0.102:0 and 10.2.0.101:80 differ; give both a port")]
    public void Of_ServersItCannotReach_SaysWhyAndTheWayOut(string service, string reason) => Assert.Equal(reason, NftRefusals.Of(Service(service))?.ToString());

    [Fact]
    public void Of_SettingsItDoesNotHave_SaysWhyAndTheWayOut()
    {
        BalancerService udp = Service("10.88.0.100:53/udp rr |");
        var server = new BalancerDestination(IPAddress.Parse("10.2.0.101"), 53, 1, ForwardingMethod.Nat);

        Assert.Equal("nftables follows flows, so one packet cannot be a connection of its own (ops); leave it out or use IPVS for it", NftRefusals.Of(udp with { OnePacket = true })?.ToString());
        Assert.Equal("nftables has no persistence engine sip: it knows clients by address only; leave the engine out or use IPVS for it", NftRefusals.Of(udp with { PersistenceEngine = "sip" })?.ToString());
        Assert.Equal("nftables cannot count the connections of 10.2.0.101:53, so it has no thresholds; leave them out or use IPVS for it", NftRefusals.Of(udp with { Destinations = [server with { UpperThreshold = 9 }] })?.ToString());
        Assert.Equal("nftables cannot count the connections of 10.2.0.101:53, so it has no thresholds; leave them out or use IPVS for it", NftRefusals.Of(udp with { Destinations = [server with { LowerThreshold = 9 }] })?.ToString());
        Assert.Equal("nftables rewrites addresses and cannot tunnel to 10.2.0.101:53; choose NAT or use IPVS for it", NftRefusals.Of(udp with { Destinations = [server with { ForwardingMethod = ForwardingMethod.Tunnel }] })?.ToString());
    }
}
