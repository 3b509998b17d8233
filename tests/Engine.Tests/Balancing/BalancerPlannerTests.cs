using System.Net;
using KeepaliveConsole.Engine.Balancing;
using KeepaliveConsole.Engine.Definitions;
using static KeepaliveConsole.Engine.Tests.Balancing.TableText;

namespace KeepaliveConsole.Engine.Tests.Balancing;

public class BalancerPlannerTests
{
    private static readonly IReadOnlySet<ServiceKey> s_nothingOwned = new HashSet<ServiceKey>();

    [Fact]
    public void Plan_EmptyActual_AddsServicesThenDestinations()
    {
        BalancerTable wanted = Table("10.88.0.100:80 wrr | 10.2.0.101:80=3 10.2.0.102:80=1", "10.88.0.100:53/udp rr | 10.2.0.101:53=1");

        Assert.Equal(
            [
                "AddService 10.88.0.100:80/tcp",
                "AddService 10.88.0.100:53/udp",
                "AddDestination 10.88.0.100:80/tcp 10.2.0.101:80=3",
                "AddDestination 10.88.0.100:80/tcp 10.2.0.102:80=1",
                "AddDestination 10.88.0.100:53/udp 10.2.0.101:53=1",
            ],
            Lines(BalancerPlanner.Plan(wanted, BalancerTable.Empty, s_nothingOwned)));
    }

    [Theory]
    [InlineData("10.88.0.100:80 wrr | 10.2.0.101:80=3 10.2.0.102:80=1")]
    [InlineData("10.88.0.100:80 wlc p300 |")]
    [InlineData("fwmark:7 lc | 10.2.0.101:0=1/dr")]
    [InlineData("[2001:db8::1]:443 sh | [2001:db8::101]:443=1")]
    public void Plan_SameTable_IsEmpty(string service) =>
        Assert.Empty(BalancerPlanner.Plan(Table(service), Table(service), s_nothingOwned));

    [Fact]
    public void Plan_SameContentInAnotherOrder_IsEmpty()
    {
        BalancerTable wanted = Table("10.88.0.100:80 wrr | 10.2.0.101:80=3 10.2.0.102:80=1", "10.88.0.100:443 rr |");
        BalancerTable actual = Table("10.88.0.100:443 rr |", "10.88.0.100:80 wrr | 10.2.0.102:80=1 10.2.0.101:80=3");

        Assert.Empty(BalancerPlanner.Plan(wanted, actual, s_nothingOwned));
    }

    [Fact]
    public void Plan_EveryKindOfChange_RemovalsAndLoweredWeightsComeFirstAdditionsLast()
    {
        BalancerTable actual = Table(
            "10.88.0.100:80 wrr | 10.2.0.101:80=3 10.2.0.102:80=1 10.2.0.103:80=2",
            "10.88.0.100:81 rr | 10.2.0.101:81=1",
            "10.88.0.100:82 rr | 10.2.0.101:82=1 10.2.0.109:82=5");
        BalancerTable wanted = Table(
            "10.88.0.100:80 sh | 10.2.0.104:80=1 10.2.0.102:80=9 10.2.0.103:80=0",
            "10.88.0.100:83 rr | 10.2.0.101:83=1",
            "10.88.0.100:82 rr | 10.2.0.101:82=1");

        Assert.Equal(
            [
                "RemoveDestination 10.88.0.100:80/tcp 10.2.0.101:80=3",
                "RemoveDestination 10.88.0.100:82/tcp 10.2.0.109:82=5",
                "EditDestination 10.88.0.100:80/tcp 10.2.0.103:80=0",
                "RemoveService 10.88.0.100:81/tcp",
                "EditService 10.88.0.100:80/tcp",
                "AddService 10.88.0.100:83/tcp",
                "AddDestination 10.88.0.100:80/tcp 10.2.0.104:80=1",
                "AddDestination 10.88.0.100:83/tcp 10.2.0.101:83=1",
                "EditDestination 10.88.0.100:80/tcp 10.2.0.102:80=9",
            ],
            Lines(BalancerPlanner.Plan(wanted, actual, new HashSet<ServiceKey> { Key("10.88.0.100:81") })));
    }

    [Fact]
    public void Plan_ServiceNeitherWantedNorOwned_IsLeftAlone()
    {
        BalancerTable actual = Table("10.9.9.9:80 rr | 10.2.0.101:80=1", "fwmark:3 lc |");

        Assert.Empty(BalancerPlanner.Plan(BalancerTable.Empty, actual, s_nothingOwned));
    }

    [Fact]
    public void Plan_OwnedServiceNoLongerWanted_IsRemovedAsAWhole()
    {
        BalancerTable actual = Table("10.88.0.100:80 rr | 10.2.0.101:80=1", "10.9.9.9:80 rr | 10.2.0.101:80=1");

        BalancerChange change = Assert.Single(BalancerPlanner.Plan(BalancerTable.Empty, actual, new HashSet<ServiceKey> { Key("10.88.0.100:80") }));

        Assert.Equal(BalancerChangeKind.RemoveService, change.Kind);
        Assert.Equal(actual.Services[0], change.Service);
        Assert.Null(change.Destination);
    }

    [Fact]
    public void Plan_OwnedServiceThatIsGoneAlready_NeedsNoStep() =>
        Assert.Empty(BalancerPlanner.Plan(BalancerTable.Empty, BalancerTable.Empty, new HashSet<ServiceKey> { Key("10.88.0.100:80") }));

    [Theory]
    [InlineData("10.88.0.100:80 wrr |", "10.88.0.100:80 sh |")]
    [InlineData("10.88.0.100:80 wrr |", "10.88.0.100:80 wrr p60 |")]
    [InlineData("10.88.0.100:80 wrr p60 |", "10.88.0.100:80 wrr |")]
    [InlineData("10.88.0.100:80 wrr p60 |", "10.88.0.100:80 wrr p61 |")]
    public void Plan_SchedulerOrPersistenceDiffers_EditsOnlyTheService(string actual, string wanted) =>
        Assert.Equal(["EditService 10.88.0.100:80/tcp"], Lines(BalancerPlanner.Plan(Table(wanted), Table(actual), s_nothingOwned)));

    [Fact]
    public void Plan_PersistenceDiffersByAFractionTheKernelCannotKeep_IsNoChange() =>
        Assert.Empty(BalancerPlanner.Plan(Table("10.88.0.100:80 wrr p59.4 |"), Table("10.88.0.100:80 wrr p60 |"), s_nothingOwned));

    [Fact]
    public void Plan_ForwardingMethodDiffers_EditsTheDestination() =>
        Assert.Equal(
            ["EditDestination 10.88.0.100:80/tcp 10.2.0.101:80=1/dr"],
            Lines(BalancerPlanner.Plan(Table("10.88.0.100:80 rr | 10.2.0.101:80=1/dr"), Table("10.88.0.100:80 rr | 10.2.0.101:80=1"), s_nothingOwned)));

    [Fact]
    public void Plan_DestinationMovesToAnotherPort_IsARemovalAndAnAddition() =>
        Assert.Equal(
            ["RemoveDestination 10.88.0.100:80/tcp 10.2.0.101:80=1", "AddDestination 10.88.0.100:80/tcp 10.2.0.101:8080=1"],
            Lines(BalancerPlanner.Plan(Table("10.88.0.100:80 rr | 10.2.0.101:8080=1"), Table("10.88.0.100:80 rr | 10.2.0.101:80=1"), s_nothingOwned)));

    [Fact]
    public void Plan_SamePortOfAnotherProtocol_IsAnotherService() =>
        Assert.Equal(
            ["AddService 10.88.0.100:53/udp"],
            Lines(BalancerPlanner.Plan(Table("10.88.0.100:53/tcp rr |", "10.88.0.100:53/udp rr |"), Table("10.88.0.100:53/tcp rr |"), s_nothingOwned)));

    [Fact]
    public void Plan_WantedHoldsTheSameKeysTwice_TheFirstCounts() =>
        Assert.Equal(
            ["AddService 10.88.0.100:80/tcp", "AddDestination 10.88.0.100:80/tcp 10.2.0.101:80=3"],
            Lines(BalancerPlanner.Plan(
                Table("10.88.0.100:80 wrr | 10.2.0.101:80=3 10.2.0.101:80=9", "10.88.0.100:80 sh | 10.2.0.102:80=1"), BalancerTable.Empty, s_nothingOwned)));

    [Theory]
    [InlineData("10.88.0.100:80 sh |", "10.88.0.100:80 sh f1 |")]
    [InlineData("10.88.0.100:80 mh f2 |", "10.88.0.100:80 mh f3 |")]
    [InlineData("10.88.0.100:53/udp rr |", "10.88.0.100:53/udp rr ops |")]
    [InlineData("10.88.0.100:80 rr p60 |", "10.88.0.100:80 rr p60 /24 |")]
    [InlineData("10.88.0.100:80 rr p60 |", "10.88.0.100:80 rr p60 pe:sip |")]
    public void Plan_OtherSettingOfAServiceDiffers_EditsItBothWays(string one, string other)
    {
        Assert.Equal([BalancerChangeKind.EditService], BalancerPlanner.Plan(Table(one), Table(other), s_nothingOwned).Select(change => change.Kind));
        Assert.Equal([BalancerChangeKind.EditService], BalancerPlanner.Plan(Table(other), Table(one), s_nothingOwned).Select(change => change.Kind));
    }

    [Theory]
    [InlineData("10.88.0.100:80 rr p60 /32 |", "10.88.0.100:80 rr p60 |")]
    [InlineData("[2001:db8::1]:80 rr p60 /128 |", "[2001:db8::1]:80 rr p60 |")]
    [InlineData("10.88.0.100:80 rr /24 |", "10.88.0.100:80 rr |")]
    [InlineData("10.88.0.100:80 rr | 10.2.0.101:80=1/ipip", "10.88.0.100:80 rr | 10.2.0.101:80=1/ipip:5/csum")]
    [InlineData("10.88.0.100:80 rr | 10.2.0.101:80=1/gre:7", "10.88.0.100:80 rr | 10.2.0.101:80=1/gre")]
    [InlineData("fwmark:7 rr |", "fwmark:7 rr inet6 | ")]
    public void Plan_WhatMeansTheSameToTheKernel_IsNoChange(string wanted, string actual) =>
        Assert.Empty(BalancerPlanner.Plan(Table(wanted), Table(actual), s_nothingOwned));

    [Theory]
    [InlineData("10.2.0.101:80=1", "10.2.0.101:80=1/u:100")]
    [InlineData("10.2.0.101:80=1/u:100", "10.2.0.101:80=1/u:100/l:50")]
    [InlineData("10.2.0.101:80=1", "10.2.0.101:80=1/ipip")]
    [InlineData("10.2.0.101:80=1/ipip", "10.2.0.101:80=1/gue:6080")]
    [InlineData("10.2.0.101:80=1/gue:6080", "10.2.0.101:80=1/gue:6081")]
    [InlineData("10.2.0.101:80=1/gue:6080", "10.2.0.101:80=1/gue:6080/remcsum")]
    [InlineData("10.2.0.101:80=1/gre", "10.2.0.101:80=1/gre/csum")]
    public void Plan_ThresholdOrTunnelDiffers_EditsTheDestinationAsTheKernelCan(string one, string other)
    {
        BalancerTable left = Table($"10.88.0.100:80 rr | {one}"), right = Table($"10.88.0.100:80 rr | {other}");

        Assert.Equal([BalancerChangeKind.EditDestination], BalancerPlanner.Plan(left, right, s_nothingOwned).Select(change => change.Kind));
        Assert.Equal([BalancerChangeKind.EditDestination], BalancerPlanner.Plan(right, left, s_nothingOwned).Select(change => change.Kind));
    }

    [Fact]
    public void Plan_MarkOfAnotherFamily_IsRemovedAndMadeAnew()
    {
        BalancerTable actual = Table("fwmark:7 rr | 10.2.0.101:0=1/dr"), wanted = Table("fwmark:7 rr | [2001:db8::101]:0=1/dr");

        ValueArray<BalancerChange> plan = BalancerPlanner.Plan(wanted, actual, s_nothingOwned);

        Assert.Equal(["RemoveService fwmark:7", "AddService fwmark:7", "AddDestination fwmark:7 [2001:db8::101]:0=1/dr"], Lines(plan));
        Assert.Same(actual.Services[0], plan[0].Service);
    }

    [Fact]
    public void Plan_OneOfTenThousandChanges_AllocatesOnlyTheStep()
    {
        BalancerTable actual = Large();
        BalancerService web = actual.Services[7];
        BalancerDestination[] destinations = [.. web.Destinations];
        destinations[20] = destinations[20] with { Weight = 0 };
        BalancerService[] services = [.. actual.Services];
        services[7] = web with { Destinations = destinations.ToValueArray() };
        var wanted = new BalancerTable(services.ToValueArray());
        BalancerPlanner.Plan(wanted, actual, s_nothingOwned);

        long before = GC.GetAllocatedBytesForCurrentThread();
        ValueArray<BalancerChange> plan = BalancerPlanner.Plan(wanted, actual, s_nothingOwned);

        Assert.Equal(["EditDestination 10.88.0.100:1007/tcp 10.2.0.21:80=0"], Lines(plan));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4096);
    }

    [Fact]
    public void Plan_AThousandOfTenThousandLeave_AreRemovedAndNothingElse()
    {
        BalancerTable actual = Large();
        var wanted = new BalancerTable(actual.Services.Select((service, index) => index % 2 == 0 ? service : service with
        {
            Destinations = service.Destinations.Where((_, number) => number % 5 != 0).ToValueArray(),
        }).ToValueArray());

        ValueArray<BalancerChange> plan = BalancerPlanner.Plan(wanted, actual, s_nothingOwned);

        Assert.Equal(1000, plan.Count);
        Assert.All(plan, change => Assert.Equal(BalancerChangeKind.RemoveDestination, change.Kind));
    }

    [Fact]
    public void Plan_RandomTables_ApplyingThePlanGivesWantedAndKeepsForeignServices()
    {
        var random = new Random(20260801);
        for (int round = 0; round < 2000; round++)
        {
            BalancerTable wanted = RandomTable(random, firstPort: 80);
            BalancerTable before = RandomTable(random, firstPort: 82);
            var owned = new HashSet<ServiceKey>(before.Services.Select(service => service.Key).Where(_ => random.Next(2) == 0));

            BalancerTable after = FakeLoadBalancer.After(before, BalancerPlanner.Plan(wanted, before, owned));

            IEnumerable<BalancerService> foreign = before.Services.Where(service => wanted.Find(service.Key) is null && !owned.Contains(service.Key));
            Assert.Equal(Content(new BalancerTable([.. wanted.Services, .. foreign])), Content(after));
            Assert.Empty(BalancerPlanner.Plan(wanted, after, owned));
        }
    }

    [Fact]
    public void Plan_RandomTables_NoAdditionComesBeforeARemovalAndNoDestinationBeforeItsService()
    {
        var random = new Random(7);
        for (int round = 0; round < 2000; round++)
        {
            BalancerTable before = RandomTable(random, firstPort: 82);
            ValueArray<BalancerChange> plan = BalancerPlanner.Plan(RandomTable(random, firstPort: 80), before, new HashSet<ServiceKey>(before.Services.Select(service => service.Key)));

            int lastRemoval = LastIndex(plan, change => change.Kind == BalancerChangeKind.RemoveDestination);
            Assert.Equal(plan.Count(change => change.Kind == BalancerChangeKind.RemoveDestination), lastRemoval + 1);
            for (int i = 0; i < plan.Count; i++)
                if (plan[i].Kind == BalancerChangeKind.AddDestination)
                    Assert.True(LastIndex(plan, change => change.Kind is BalancerChangeKind.AddService or BalancerChangeKind.RemoveService) < i);
        }
    }

    private static int LastIndex(ValueArray<BalancerChange> plan, Func<BalancerChange, bool> matches)
    {
        for (int i = plan.Count - 1; i >= 0; i--)
            if (matches(plan[i])) return i;
        return -1;
    }

    // 200 services with 50 destinations each.
    private static BalancerTable Large() => new(Enumerable.Range(1000, 200).Select(port => new BalancerService(
        new ServiceKey { Address = IPAddress.Parse("10.88.0.100"), Port = port }, Scheduler.WeightedRoundRobin, null,
        Enumerable.Range(1, 50).Select(host => new BalancerDestination(IPAddress.Parse($"10.2.0.{host}"), 80, 1, ForwardingMethod.Nat)).ToValueArray())).ToValueArray());

    private static BalancerTable RandomTable(Random random, int firstPort)
    {
        string[] schedulers = ["rr", "wrr", "lc", "wlc", "sh"];
        var services = new List<string>();
        for (int port = firstPort; port < firstPort + 5; port++)
        {
            if (random.Next(3) == 0) continue;
            IEnumerable<string> destinations = Enumerable.Range(101, 5).Where(_ => random.Next(2) == 0)
                .Select(host => $"10.2.0.{host}:80={random.Next(3)}" + (random.Next(4) == 0 ? "/dr" : ""));
            services.Add($"10.88.0.100:{port} {schedulers[random.Next(5)]}{(random.Next(3) == 0 ? " p60" : "")} | {string.Join(' ', destinations)}");
        }

        return Table([.. services]);
    }
}
