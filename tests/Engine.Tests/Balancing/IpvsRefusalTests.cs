using KeepaliveConsole.Engine.Balancing;
using KeepaliveConsole.Engine.Linux;
using KeepaliveConsole.Engine.Linux.Ipvs;
using static KeepaliveConsole.Engine.Tests.Balancing.TableText;

namespace KeepaliveConsole.Engine.Tests.Balancing;

/// <summary>What IPVS refuses, and the words for it.</summary>
public sealed class IpvsRefusalTests
{
    [Theory]
    [InlineData("10.88.0.100:0 rr |", "a service on every port (port 0) needs persistence, so that a client's connections go to one server: set a persistence time-out")]
    [InlineData("10.88.0.100:80 rr | [2001:db8::1]:80=1", "[2001:db8::1]:80 is of another address family than the service; NAT and direct routing stay within one, only tunnels cross")]
    [InlineData("fwmark:7 rr | 10.2.0.101:0=1/dr [2001:db8::1]:0=1/dr", "[2001:db8::1]:0 is of another address family than the service; NAT and direct routing stay within one, only tunnels cross")]
    [InlineData("10.88.0.100:80 rr | [2001:db8::1]:80=1/ipip", null)]
    [InlineData("fwmark:7 rr | [2001:db8::1]:0=1/dr", null)]
    [InlineData("fwmark:7 wlc | 10.2.0.101:0=1/dr", null)]
    [InlineData("10.88.0.100:0 rr p60 | 10.2.0.101:0=1/dr", null)]
    [InlineData("[2001:db8::100]:443 lc | [2001:db8::1]:80=1", null)]
    public void Refuses_OnlyWhatTheKernelCannotDo(string service, string? reason)
    {
        using var balancer = new IpvsLoadBalancer();

        Assert.Equal(reason, balancer.Refuses(Service(service))?.ToString());
    }

    [Theory]
    [InlineData(BalancerChangeKind.AddService, LinuxError.ENOENT, "10.88.0.100:80/tcp: this kernel has no IPVS scheduler wrr, or its module is not loaded: run \"modprobe ip_vs_wrr\"")]
    [InlineData(BalancerChangeKind.AddService, LinuxError.EPERM, "IPVS may not be used: run as root or give the process the capability CAP_NET_ADMIN")]
    [InlineData(BalancerChangeKind.RemoveService, LinuxError.EINVAL, "IPVS: 10.88.0.100:80/tcp could not be removed: Invalid argument (errno 22)")]
    [InlineData(BalancerChangeKind.EditService, LinuxError.ENOMEM, "IPVS: 10.88.0.100:80/tcp could not be changed: Cannot allocate memory (errno 12)")]
    public void Explain_ErrorOfAChange_SaysWhatWhyAndTheWayOut(BalancerChangeKind kind, int error, string sentence) =>
        Assert.Equal(sentence, IpvsErrors.Explain(new BalancerChange(kind, Service("10.88.0.100:80 wrr |"), null), new LinuxError(error)));

    [Fact]
    public void Explain_NoPersistenceEngine_NamesBothModules() =>
        Assert.Equal(
            "10.88.0.100:5060/udp: this kernel has no IPVS scheduler rr or no persistence engine sip, or a module is not loaded: run \"modprobe -a ip_vs_rr ip_vs_pe_sip\"",
            IpvsErrors.Explain(new BalancerChange(BalancerChangeKind.AddService, Service("10.88.0.100:5060/udp rr p60 pe:sip |"), null), new LinuxError(LinuxError.ENOENT)));

    [Theory]
    [InlineData("10.2.0.101:80=1", LinuxError.EINVAL, "IPVS: 10.2.0.101:80 of 10.88.0.100:80/tcp could not be added: Invalid argument (errno 22): bad weight")]
    [InlineData("10.2.0.101:80=1/u:5/l:9", LinuxError.ERANGE, "IPVS: 10.2.0.101:80 of 10.88.0.100:80/tcp could not be added: Numerical result out of range (errno 34): bad weight; the lower threshold must not be above the upper one")]
    [InlineData("[2001:db8::1]:80=1/ipip", LinuxError.EINVAL, "IPVS: [2001:db8::1]:80 of 10.88.0.100:80/tcp could not be added: Invalid argument (errno 22): bad weight; a server of another address family than the service needs a tunnel, and no sync daemon may run")]
    public void Explain_ErrorOfADestination_NamesItAndTheLikelyCause(string destination, int error, string sentence) =>
        Assert.Equal(
            sentence,
            IpvsErrors.Explain(new BalancerChange(BalancerChangeKind.AddDestination, Service("10.88.0.100:80 wrr |"), Destination(destination)), new LinuxError(error, "bad weight")));

    [Fact]
    public void Explain_NoSuchFamily_SaysHowToLoadTheModule() =>
        Assert.Equal("this kernel has no IPVS, or its module is not loaded: run \"modprobe ip_vs\"", IpvsErrors.Explain(new LinuxError(LinuxError.ENOENT)));

    [Theory]
    [InlineData(LinuxError.ENODEV, "IPVS: the sync daemon as master on eth9 could not be started: this host has no interface of that name")]
    [InlineData(LinuxError.EPERM, "IPVS may not be used: run as root or give the process the capability CAP_NET_ADMIN")]
    public void Explain_ErrorOfADaemon_NamesIt(int error, string sentence) =>
        Assert.Equal(sentence, IpvsErrors.Explain(new IpvsDaemon(SyncRole.Master, "eth9", 1, 0, 0, 0, null), new LinuxError(error)));

    [Theory]
    [InlineData(BalancerChangeKind.AddService, LinuxError.EEXIST, false, IpvsConstants.IPVS_CMD_SET_SERVICE)]
    [InlineData(BalancerChangeKind.EditService, LinuxError.ESRCH, false, IpvsConstants.IPVS_CMD_NEW_SERVICE)]
    [InlineData(BalancerChangeKind.AddDestination, LinuxError.EEXIST, false, IpvsConstants.IPVS_CMD_SET_DEST)]
    [InlineData(BalancerChangeKind.EditDestination, LinuxError.ENOENT, false, IpvsConstants.IPVS_CMD_NEW_DEST)]
    [InlineData(BalancerChangeKind.EditDestination, LinuxError.ESRCH, true, IpvsConstants.IPVS_CMD_NEW_DEST)]
    [InlineData(BalancerChangeKind.AddDestination, LinuxError.ESRCH, true, IpvsConstants.IPVS_CMD_NEW_DEST)]
    [InlineData(BalancerChangeKind.AddDestination, LinuxError.ESRCH, false, null)]
    [InlineData(BalancerChangeKind.AddDestination, LinuxError.EINVAL, true, null)]
    [InlineData(BalancerChangeKind.AddService, LinuxError.ENOENT, false, null)]
    public void Second_TheKernelHasOtherThanWasThought_GoesRoundIt(BalancerChangeKind kind, int error, bool serviceMade, object? command) =>
        Assert.Equal(command is null ? null : Convert.ToByte(command, null), IpvsSteps.Second(kind, new LinuxError(error), serviceMade));

    [Theory]
    [InlineData(BalancerChangeKind.RemoveService, LinuxError.ESRCH, true)]
    [InlineData(BalancerChangeKind.RemoveDestination, LinuxError.ENOENT, true)]
    [InlineData(BalancerChangeKind.RemoveDestination, LinuxError.ESRCH, true)]
    [InlineData(BalancerChangeKind.AddDestination, LinuxError.ENOENT, false)]
    [InlineData(BalancerChangeKind.RemoveService, LinuxError.EPERM, false)]
    public void IsDone_RemovingWhatIsGone_Is(BalancerChangeKind kind, int error, bool done) => Assert.Equal(done, IpvsSteps.IsDone(kind, new LinuxError(error)));
}
