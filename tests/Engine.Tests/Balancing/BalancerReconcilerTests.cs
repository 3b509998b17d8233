using KeepaliveConsole.Engine.Balancing;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Linux.Forwarding;
using KeepaliveConsole.Engine.Runtime.Balancing;
using static KeepaliveConsole.Engine.Tests.Balancing.TableText;

namespace KeepaliveConsole.Engine.Tests.Balancing;

public sealed class BalancerReconcilerTests : IDisposable
{
    private const string Web = "10.88.0.100:80 wrr | 10.2.0.101:80=3 10.2.0.102:80=1";

    private readonly FakeLoadBalancer _kernel = new();
    private readonly FakeForwarding _forwarding = new();
    private readonly RecordingSink _sink = new();
    private readonly BalancerVoice _voice;
    private readonly BalancerReconciler _reconciler;

    public BalancerReconcilerTests()
    {
        _voice = new BalancerVoice(_sink);
        _reconciler = new BalancerReconciler(_kernel, _forwarding, _voice, new NoOwnedServices());
    }

    public void Dispose() => _kernel.Dispose();

    [Fact]
    public void Bring_EmptyKernel_FillsItAndTellsEachServerWithItsReason()
    {
        _reconciler.Bring(Wanted((_, destination) => $"weight {destination.Weight} is defined", Web));

        Assert.Equal(Content(Table(Web)), Content(_kernel.Table));
        Assert.Equal(Content(Table(Web)), Content(_reconciler.Actual));
        Assert.Equal(
            [
                "10.2.0.101:80 is in the table of web with weight 3: weight 3 is defined.",
                "10.2.0.102:80 is in the table of web with weight 1: weight 1 is defined.",
            ],
            _sink.Take());
    }

    [Fact]
    public void Bring_KernelHasItAlready_TouchesNothingAndIsSilent()
    {
        _kernel.Table = Table(Web, "10.9.9.9:80 rr |");

        _reconciler.Bring(Wanted(Web));

        Assert.Empty(_kernel.Applied);
        Assert.Empty(_sink.Take());
        Assert.Equal(2, _reconciler.Actual.Services.Count);
    }

    [Fact]
    public void Bring_SecondTime_ComparesWithoutReadingAgain()
    {
        _reconciler.Bring(Wanted(Web));
        _sink.Take();

        _reconciler.Bring(Wanted("10.88.0.100:80 wrr | 10.2.0.101:80=0"));

        Assert.Equal(1, _kernel.Reads);
        Assert.Equal(["10.2.0.102:80 left the table of web: as wanted.", "10.2.0.101:80 is in the table of web with weight 0: as wanted."], _sink.Take());
    }

    [Fact]
    public void Bring_ServiceNoLongerWanted_RemovesItAndTellsEachServer()
    {
        _kernel.Table = Table("10.9.9.9:80 rr | 10.2.0.109:80=1");
        _reconciler.Bring(Wanted(Web));
        _sink.Take();

        _reconciler.Bring(Wanted());

        Assert.Equal(Content(Table("10.9.9.9:80 rr | 10.2.0.109:80=1")), Content(_kernel.Table));
        Assert.Equal(["10.2.0.101:80 left the table of web: as wanted.", "10.2.0.102:80 left the table of web: as wanted."], _sink.Take());
    }

    [Fact]
    public void Bring_TableOfOurOwnHoldsAnOldService_RemovesIt()
    {
        _kernel.OwnsTable = true;
        _kernel.Table = Table("10.88.0.100:81 rr | 10.2.0.101:81=1");

        _reconciler.Bring(Wanted(Web));

        Assert.Equal(Content(Table(Web)), Content(_kernel.Table));
    }

    [Fact]
    public void Bring_OneServiceRefused_DoesTheOthersAndSaysWhy()
    {
        _kernel.RefusesBecause = service => service.Scheduler == Scheduler.LeastConnections ? "lc is not possible" : null;

        _reconciler.Bring(Wanted(Web, "10.88.0.100:81 lc | 10.2.0.101:81=1"));

        Assert.Equal(Content(Table(Web)), Content(_kernel.Table));
        Assert.Equal("web81: lc is not possible", _voice.Problem);
        Assert.Contains("load balancer: web81: lc is not possible", _sink.Take());
    }

    [Fact]
    public void Bring_OneChangeFails_TheOthersAreDoneAndTheFailureIsToldOnce()
    {
        _kernel.Fails = change => change.Destination?.EndpointName == "10.2.0.101:80" ? "10.2.0.101:80: no memory" : null;

        _reconciler.Bring(Wanted(Web));
        string[] first = _sink.Take();
        _reconciler.Sweep();
        _reconciler.Sweep();

        Assert.Equal(["10.2.0.102:80 is in the table of web with weight 1: as wanted.", "load balancer: 10.2.0.101:80: no memory"], first);
        Assert.Empty(_sink.Take());
        Assert.Equal("10.2.0.101:80: no memory", _voice.Problem);
        Assert.Equal(Content(Table("10.88.0.100:80 wrr | 10.2.0.102:80=1")), Content(_reconciler.Actual));
    }

    [Fact]
    public void Sweep_CauseOfAFailureIsGone_FinishesTheWorkAndSaysSo()
    {
        _kernel.Fails = change => change.Destination?.EndpointName == "10.2.0.101:80" ? "no memory" : null;
        _reconciler.Bring(Wanted(Web));
        _sink.Take();

        _kernel.Fails = _ => null;
        _reconciler.Sweep();

        Assert.Equal(["10.2.0.101:80 is in the table of web with weight 3: as wanted.", "load balancer: the table is as wanted again"], _sink.Take());
        Assert.Null(_voice.Problem);
    }

    [Fact]
    public void Bring_TableCannotBeRead_WritesNothingUntilItCan()
    {
        _kernel.ReadProblem = "no permission";
        _reconciler.Bring(Wanted(Web));
        _reconciler.Sweep();
        Assert.Empty(_kernel.Applied);
        Assert.Equal(["load balancer: no permission"], _sink.Take());
        Assert.Equal("no permission", _voice.Problem);

        _kernel.ReadProblem = null;
        _reconciler.Sweep();

        Assert.Equal(Content(Table(Web)), Content(_kernel.Table));
        Assert.Null(_voice.Problem);
    }

    [Theory]
    [InlineData("10.88.0.100:80 wrr | 10.2.0.102:80=1", "10.2.0.101:80 of web: missing from the table; added with weight 3.")]
    [InlineData("10.88.0.100:80 wrr | 10.2.0.101:80=9 10.2.0.102:80=1", "10.2.0.101:80 of web: changed to weight 9, NAT; set to weight 3, NAT.")]
    [InlineData("10.88.0.100:80 wrr | 10.2.0.101:80=3/dr 10.2.0.102:80=1", "10.2.0.101:80 of web: changed to weight 3, direct routing; set to weight 3, NAT.")]
    [InlineData("10.88.0.100:80 wrr | 10.2.0.101:80=3 10.2.0.102:80=1 10.2.0.103:80=1", "10.2.0.103:80 of web: in the table though not wanted; removed.")]
    [InlineData("10.88.0.100:80 sh p60 | 10.2.0.101:80=3 10.2.0.102:80=1", "Virtual service web: changed to sh, persistence 60 s; set to wrr, no persistence.")]
    [InlineData("10.9.9.9:80 rr |", "Virtual service web: missing from the table; added with 2 servers.")]
    public void Sweep_SomethingElseChangedTheTable_PutsItBackAndTellsWhatWasFound(string changed, string sentence)
    {
        _reconciler.Bring(Wanted(Web));
        _sink.Take();
        _kernel.Table = Table(changed);

        _reconciler.Sweep();

        Assert.Equal([sentence], _sink.Take());
        Assert.Empty(BalancerPlanner.Plan(Table(Web), _kernel.Table, new HashSet<ServiceKey>()));
        _reconciler.Sweep();
        Assert.Empty(_sink.Take());
    }

    [Fact]
    public void Sweep_ServiceIsDamaged_TellsTheDamage()
    {
        _reconciler.Bring(Wanted(Web));
        _sink.Take();
        _kernel.Table = BalancerTable.Empty;
        _kernel.Damaged = [new DamagedService(Key("10.88.0.100:80"), "its rule is gone")];

        _reconciler.Sweep();

        Assert.Equal(["Virtual service web: its rule is gone; added with 2 servers."], _sink.Take());
    }

    [Fact]
    public void Sweep_ForeignServiceAppears_IsLeftAlone()
    {
        _reconciler.Bring(Wanted(Web));
        _sink.Take();
        _kernel.Table = new BalancerTable([.. _kernel.Table.Services, Service("10.9.9.9:80 rr | 10.2.0.109:80=1")]);

        _reconciler.Sweep();

        Assert.Empty(_sink.Take());
        Assert.Equal(2, _kernel.Table.Services.Count);
    }

    [Fact]
    public void Sweep_AnotherProgramKeepsWriting_IsCalledAQuarrelOnceAndMendedSilently()
    {
        _reconciler.Bring(Wanted(Web));
        _sink.Take();

        for (int sweep = 0; sweep < 20; sweep++)
        {
            _kernel.Table = BalancerTable.Empty;
            _reconciler.Sweep();
            Assert.Equal(Content(Table(Web)), Content(_kernel.Table));
        }

        string[] said = _sink.Take();
        Assert.Equal(BalancerVoice.SweepsToQuarrel - 1, said.Count(sentence => sentence == "Virtual service web: missing from the table; added with 2 servers."));
        Assert.Single(said, sentence => sentence.Contains("5 times in a row", StringComparison.Ordinal));
        Assert.Equal(BalancerVoice.SweepsToQuarrel, said.Length);

        _reconciler.Sweep();
        _kernel.Table = BalancerTable.Empty;
        _reconciler.Sweep();
        Assert.Equal(["Virtual service web: missing from the table; added with 2 servers."], _sink.Take());
    }

    [Fact]
    public void Sweep_BeforeAnythingIsWanted_DoesNotEvenRead()
    {
        _reconciler.Sweep();
        _reconciler.Remove();

        Assert.Equal(0, _kernel.Reads);
    }

    [Fact]
    public void Remove_TakesOwnServicesOutAndLeavesForeignOnes()
    {
        _kernel.Table = Table("10.9.9.9:80 rr | 10.2.0.109:80=1");
        _reconciler.Bring(Wanted(Web));
        _sink.Take();

        _reconciler.Remove();

        Assert.Equal(Content(Table("10.9.9.9:80 rr | 10.2.0.109:80=1")), Content(_kernel.Table));
        Assert.Equal(["10.2.0.101:80 left the table of web: the engine stops.", "10.2.0.102:80 left the table of web: the engine stops."], _sink.Take());
    }

    [Fact]
    public void Bring_OneServiceOfManyChanges_AsksAboutThatOneAndReadsNothing()
    {
        BalancerTable all = new(Enumerable.Range(1000, 200).Select(port => Service($"10.88.0.100:{port} wrr | 10.2.0.101:80=1 10.2.0.102:80=1")).ToValueArray());
        _reconciler.Bring(Wanted(all));
        Assert.Same(all, _reconciler.Actual);
        int asked = 0;
        _kernel.RefusesBecause = _ =>
        {
            asked++;
            return null;
        };
        _kernel.Applied.Clear();
        BalancerService[] services = [.. all.Services];
        services[17] = Service("10.88.0.100:1017 wrr | 10.2.0.102:80=1");

        _reconciler.Bring(Wanted(new BalancerTable(services.ToValueArray())));

        Assert.Equal(1, asked);
        Assert.Equal(1, _kernel.Reads);
        Assert.Equal(["RemoveDestination 10.88.0.100:1017/tcp 10.2.0.101:80=1"], _kernel.Applied);
        Assert.Equal(1, _forwarding.Asked);
    }

    [Fact]
    public void Bring_WantedTwiceWithTheSameKey_TheFirstCountsAlsoLater()
    {
        _reconciler.Bring(Wanted(Web, "10.88.0.100:80 sh | 10.2.0.109:80=1"));
        _reconciler.Bring(Wanted(Web, "10.88.0.100:80 lc | 10.2.0.108:80=1"));
        _reconciler.Sweep();

        Assert.Equal(Content(Table(Web)), Content(_kernel.Table));
    }

    [Fact]
    public void Bring_RandomTablesOneAfterTheOther_TheKernelHasEachAndKeepsWhatIsForeign()
    {
        var random = new Random(20261122);
        _kernel.Table = Table("10.9.9.9:80 rr | 10.2.0.109:80=1");
        string[] schedulers = ["rr", "wrr", "mh f1", "wlc p60"];
        BalancerService[] before = [];
        for (int round = 0; round < 500; round++)
        {
            BalancerService[] services = [.. Enumerable.Range(80, 12).Where(_ => random.Next(4) > 0).Select(port => before.FirstOrDefault(service => service.Key.Port == port && random.Next(3) > 0)
                ?? Service($"10.88.0.100:{port} {schedulers[random.Next(4)]} | {string.Join(' ', Enumerable.Range(101, 4).Where(_ => random.Next(2) == 0).Select(host => $"10.2.0.{host}:80={random.Next(3)}"))}"))];
            before = services;
            if (random.Next(10) == 0) _kernel.Table = Table("10.9.9.9:80 rr | 10.2.0.109:80=1");

            _reconciler.Bring(Wanted(new BalancerTable(services.ToValueArray())));
            if (random.Next(2) == 0) continue;

            // What something else did in between is mended by the sweep at the latest.
            _reconciler.Sweep();
            Assert.Equal(Content(new BalancerTable([.. services, Service("10.9.9.9:80 rr | 10.2.0.109:80=1")])), Content(_kernel.Table));
            Assert.Equal(Content(_kernel.Table), Content(_reconciler.Actual));
        }
    }

    [Fact]
    public void Bring_ARunBeforeLeftAServiceOfOurs_RemovesItAndLeavesForeignOnes()
    {
        _kernel.Table = Table("10.88.0.100:81 rr | 10.2.0.101:81=1", "10.9.9.9:80 rr | 10.2.0.109:80=1");
        var ownership = new Remembered { Owned = [Key("10.88.0.100:81"), Key("10.88.0.100:82")] };
        var reconciler = new BalancerReconciler(_kernel, _forwarding, _voice, ownership);

        reconciler.Bring(Wanted(Web));

        Assert.Equal(Content(Table(Web, "10.9.9.9:80 rr | 10.2.0.109:80=1")), Content(_kernel.Table));
        Assert.Equal(["10.88.0.100:80/tcp"], ownership.Owned.Select(key => key.ToString()));
        Assert.Equal("10.2.0.101:81 left the table of web81: as wanted.", _sink.Take()[0]);
    }

    [Fact]
    public void Bring_AnyService_IsRememberedBeforeTheKernelHasIt()
    {
        var ownership = new Remembered();
        var reconciler = new BalancerReconciler(_kernel, _forwarding, _voice, ownership);
        _kernel.Fails = _ =>
        {
            Assert.Equal(["10.88.0.100:80/tcp"], ownership.Owned.Select(key => key.ToString()));
            return null;
        };

        reconciler.Bring(Wanted(Web));

        Assert.Equal(3, _kernel.Applied.Count);
    }

    [Fact]
    public void Configure_Any_IsToldAsWorkThenAsDrift()
    {
        var settings = new BalancerSettings { TcpTimeout = TimeSpan.FromSeconds(60) };
        _kernel.Outcome = new SettingsOutcome(["the TCP connection time-out is 60 s (it was 900 s)"], null);

        _reconciler.Configure(settings);
        _reconciler.Configure(settings);

        Assert.Equal(
            ["load balancer: the TCP connection time-out is 60 s (it was 900 s)", "IPVS settings: changed by something else; the TCP connection time-out is 60 s (it was 900 s)."],
            _sink.Take());
        Assert.Equal([settings, settings], _kernel.Settings);
    }

    [Fact]
    public void Configure_Fails_IsAProblemWhileItLasts()
    {
        _kernel.Outcome = new SettingsOutcome([], "no such interface");
        _reconciler.Configure(new BalancerSettings { SyncRole = SyncRole.Both });
        _reconciler.Bring(Wanted(Web));
        Assert.Equal("no such interface", _voice.Problem);

        _kernel.Outcome = SettingsOutcome.Nothing;
        _reconciler.Configure(new BalancerSettings { SyncRole = SyncRole.Both });
        _reconciler.Sweep();
        Assert.Null(_voice.Problem);
    }

    [Fact]
    public void Bring_IPv6NatWhileForwardingIsOff_IsAProblem()
    {
        _forwarding.IPv6 = "IPv6 forwarding is off";

        _reconciler.Bring(Wanted("[2001:db8::100]:80 rr | [2001:db8::101]:80=1"));

        Assert.Equal("IPv6 forwarding is off", _voice.Problem);
        Assert.Equal(0, _forwarding.Asked);
    }

    [Fact]
    public void Bring_NatWhileForwardingIsOff_TurnsItOnAndSaysSoOnce()
    {
        _forwarding.Outcome = ForwardingOutcome.TurnedOn;
        _reconciler.Bring(Wanted(Web));
        _forwarding.Outcome = ForwardingOutcome.AlreadyOn;
        _reconciler.Sweep();

        Assert.Single(_sink.Take(), sentence => sentence.Contains("net.ipv4.ip_forward was off and was turned on", StringComparison.Ordinal));
    }

    [Fact]
    public void Bring_DirectRoutingOnly_DoesNotAskForForwarding()
    {
        _reconciler.Bring(Wanted("10.88.0.100:80 wrr | 10.2.0.101:80=3/dr"));

        Assert.Equal(0, _forwarding.Asked);
    }

    [Fact]
    public void Bring_ForwardingCannotBeTurnedOn_IsAProblemWhileItLasts()
    {
        _forwarding.Outcome = ForwardingOutcome.Failed;
        _reconciler.Bring(Wanted(Web));
        Assert.Equal("forwarding failed", _voice.Problem);
        Assert.Equal(Content(Table(Web)), Content(_kernel.Table));

        _forwarding.Outcome = ForwardingOutcome.AlreadyOn;
        _reconciler.Sweep();
        Assert.Null(_voice.Problem);
    }

    [Fact]
    public void Bring_NoLoadBalancerWanted_IsSilentAndTheTableStaysEmpty()
    {
        var reconciler = new BalancerReconciler(new NoLoadBalancer(null), _forwarding, _voice, new NoOwnedServices());

        reconciler.Bring(Wanted(Web));
        reconciler.Sweep();

        Assert.Empty(_sink.Take());
        Assert.Same(BalancerTable.Empty, reconciler.Actual);
        Assert.Null(_voice.Problem);
    }

    [Fact]
    public void Bring_NoLoadBalancerPossible_SaysWhy()
    {
        var reconciler = new BalancerReconciler(new NoLoadBalancer("nft is not installed"), _forwarding, _voice, new NoOwnedServices());

        reconciler.Bring(Wanted(Web));

        Assert.Equal("nft is not installed", _voice.Problem);
        Assert.Equal(["load balancer: nft is not installed"], _sink.Take());
    }

    private static BalancerWanted Wanted(params string[] services) => Wanted((_, _) => BalancerWanted.AsWanted, services);

    private static BalancerWanted Wanted(BalancerTable table) => new(table, key => $"web{key.Port}", (_, _) => BalancerWanted.AsWanted);

    private static BalancerWanted Wanted(Func<ServiceKey, BalancerDestination, string> reason, params string[] services) =>
        new(Table(services), key => key.Port == 80 ? "web" : $"web{key.Port}", reason);

    private sealed class Remembered : IOwnedServices
    {
        public HashSet<ServiceKey> Owned { get; set; } = [];

        public HashSet<ServiceKey> Load() => [.. Owned];

        public void Save(IReadOnlySet<ServiceKey> owned) => Owned = [.. owned];
    }

    private sealed class FakeForwarding : IIpForwarding
    {
        public ForwardingOutcome Outcome { get; set; }

        public int Asked { get; private set; }

        public ForwardingOutcome Ensure(out string? problem)
        {
            Asked++;
            problem = Outcome == ForwardingOutcome.Failed ? "forwarding failed" : null;
            return Outcome;
        }

        public string? IPv6Problem() => IPv6;

        public string? IPv6 { get; set; }
    }
}
