using KeepaliveConsole.Engine.Balancing;
using KeepaliveConsole.Engine.Linux;
using KeepaliveConsole.Engine.Linux.Ipvs;
using KeepaliveConsole.Engine.Linux.Netlink;
using static KeepaliveConsole.Engine.Linux.Ipvs.IpvsConstants;
using static KeepaliveConsole.Engine.Tests.Balancing.TableText;

namespace KeepaliveConsole.Engine.Tests.Balancing;

public sealed class IpvsEntryTests
{
    [Theory]
    [InlineData("10.88.0.100:80 wrr |")]
    [InlineData("10.88.0.100:53/udp rr p60 |")]
    [InlineData("10.88.0.100:36412/sctp lc |")]
    [InlineData("10.88.0.100:0 wlc p360 |")]
    [InlineData("[2001:db8::100]:443 sh |")]
    [InlineData("fwmark:4294967295 rr |")]
    public void ServiceEntry_OfWhatWeWrite_IsTheService(string text)
    {
        BalancerService service = Service(text);

        IpvsServiceEntry? entry = IpvsServiceEntry.Parse(Attributes(IpvsMessages.Service(new NetlinkMessage(0), service)));

        Assert.Equal(new IpvsServiceEntry(service.Key, service.Scheduler, service.PersistenceTimeout), entry);
    }

    [Theory]
    [InlineData("10.2.0.101:80=1", IP_VS_CONN_F_MASQ)]
    [InlineData("10.2.0.101:0=65535", IP_VS_CONN_F_MASQ)]
    [InlineData("10.2.0.101:80=0/dr", IP_VS_CONN_F_DROUTE)]
    [InlineData("[2001:db8::101]:443=7/dr", IP_VS_CONN_F_DROUTE)]
    public void DestinationEntry_OfWhatWeWrite_IsTheDestination(string text, uint method)
    {
        BalancerDestination destination = Destination(text);

        IpvsDestinationEntry? entry = IpvsDestinationEntry.Parse(Attributes(IpvsMessages.Destination(new NetlinkMessage(0), destination)), AF_INET);

        Assert.Equal(new IpvsDestinationEntry(destination.Address, destination.Port, destination.Weight, method, 0, 0, default), entry);
    }

    [Theory]
    [InlineData("mh")]
    [InlineData("")]
    [InlineData("a scheduler of tomorrow")]
    public void ServiceEntry_SchedulerOfOthers_IsReadWithoutAName(string scheduler)
    {
        IpvsServiceEntry? entry = IpvsServiceEntry.Parse(Attributes(Nested(IPVS_CMD_ATTR_SERVICE, message => Address(message).AttributeUInt16(IPVS_SVC_ATTR_PROTOCOL, 6).AttributeString(IPVS_SVC_ATTR_SCHED_NAME, scheduler))));

        Assert.NotNull(entry);
        Assert.Null(entry.Scheduler);
        Assert.Equal(Key("10.88.0.100:80"), entry.Key);
    }

    [Fact]
    public void ServiceEntry_ProtocolOfOthers_IsNone() =>
        Assert.Null(IpvsServiceEntry.Parse(Attributes(Nested(IPVS_CMD_ATTR_SERVICE, message => Address(message).AttributeUInt16(IPVS_SVC_ATTR_PROTOCOL, 50)))));

    [Fact]
    public void ServiceEntry_FirewallMarkForIPv6_IsNone() =>
        Assert.Null(IpvsServiceEntry.Parse(Attributes(Nested(IPVS_CMD_ATTR_SERVICE, message => message.AttributeUInt16(IPVS_SVC_ATTR_AF, AF_INET6).AttributeUInt32(IPVS_SVC_ATTR_FWMARK, 3)))));

    [Fact]
    public void Entries_EveryTruncation_NeitherThrowsNorInvents()
    {
        byte[] service = IpvsMessages.Service(new NetlinkMessage(0), Service("10.88.0.100:80 wrr |")).Bytes[NetlinkConstants.HeaderLength..].ToArray();
        byte[] destination = IpvsMessages.Destination(new NetlinkMessage(0), Destination("10.2.0.101:80=1")).Bytes[NetlinkConstants.HeaderLength..].ToArray();
        for (int length = 0; length < service.Length; length++) Assert.Null(IpvsServiceEntry.Parse(new NetlinkAttributes(service.AsSpan(0, length))));
        for (int length = 0; length < destination.Length; length++) Assert.Null(IpvsDestinationEntry.Parse(new NetlinkAttributes(destination.AsSpan(0, length)), AF_INET));
    }

    [Fact]
    public void DestinationEntry_AnOldKernelNamesNoFamily_TakesTheServices()
    {
        NetlinkMessage message = Nested(IPVS_CMD_ATTR_DEST, part => part.Attribute(IPVS_DEST_ATTR_ADDR, [10, 2, 0, 101, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]).AttributeUInt16BigEndian(IPVS_DEST_ATTR_PORT, 80));

        Assert.Equal("10.2.0.101", IpvsDestinationEntry.Parse(Attributes(message), AF_INET)?.Address.ToString());
    }

    [Fact]
    public void Stats_OfA64BitKernel_AreRead()
    {
        var message = new NetlinkMessage(0);
        for (ushort type = IPVS_STATS_ATTR_CONNS; type <= IPVS_STATS_ATTR_OUTBYTES; type++) message.Attribute(type, BitConverter.GetBytes(10_000_000_000L + type));

        Assert.Equal(new IpvsStats(10_000_000_001, 10_000_000_002, 10_000_000_003, 10_000_000_004, 10_000_000_005), IpvsStats.Parse(Attributes(message)));
    }

    [Theory]
    [InlineData("10.88.0.100:0 rr |", "a service on every port (port 0) needs persistence, so that a client's connections go to one server: set a persistence time-out")]
    [InlineData("10.88.0.100:80 rr | [2001:db8::1]:80=1", "[2001:db8::1]:80 is of another address family than the service; NAT and direct routing stay within one, and firewall marks are for IPv4")]
    [InlineData("fwmark:7 rr | [2001:db8::1]:80=1", "[2001:db8::1]:80 is of another address family than the service; NAT and direct routing stay within one, and firewall marks are for IPv4")]
    [InlineData("fwmark:7 wlc | 10.2.0.101:0=1/dr", null)]
    [InlineData("10.88.0.100:0 rr p60 | 10.2.0.101:0=1/dr", null)]
    [InlineData("[2001:db8::100]:443 lc | [2001:db8::1]:80=1", null)]
    public void Refuses_OnlyWhatTheKernelCannotDo(string service, string? reason)
    {
        using var balancer = new IpvsLoadBalancer();

        Assert.Equal(reason, balancer.Refuses(Service(service)));
    }

    [Theory]
    [InlineData(BalancerChangeKind.AddService, LinuxError.ENOENT, "10.88.0.100:80/tcp: this kernel has no IPVS scheduler wrr, or its module is not loaded: run \"modprobe ip_vs_wrr\"")]
    [InlineData(BalancerChangeKind.AddService, LinuxError.EPERM, "IPVS may not be used: run as root or give the process the capability CAP_NET_ADMIN")]
    [InlineData(BalancerChangeKind.RemoveService, LinuxError.EINVAL, "IPVS: 10.88.0.100:80/tcp could not be removed: Invalid argument (errno 22)")]
    [InlineData(BalancerChangeKind.EditService, LinuxError.ENOMEM, "IPVS: 10.88.0.100:80/tcp could not be changed: Cannot allocate memory (errno 12)")]
    public void Explain_ErrorOfAChange_SaysWhatWhyAndTheWayOut(BalancerChangeKind kind, int error, string sentence) =>
        Assert.Equal(sentence, IpvsErrors.Explain(new BalancerChange(kind, Service("10.88.0.100:80 wrr |"), null), new LinuxError(error)));

    [Fact]
    public void Explain_ErrorOfADestination_NamesIt() =>
        Assert.Equal(
            "IPVS: 10.2.0.101:80 of 10.88.0.100:80/tcp could not be added: Invalid argument (errno 22): bad weight",
            IpvsErrors.Explain(new BalancerChange(BalancerChangeKind.AddDestination, Service("10.88.0.100:80 wrr |"), Destination("10.2.0.101:80=1")), new LinuxError(LinuxError.EINVAL, "bad weight")));

    [Fact]
    public void Explain_NoSuchFamily_SaysHowToLoadTheModule() =>
        Assert.Equal("this kernel has no IPVS, or its module is not loaded: run \"modprobe ip_vs\"", IpvsErrors.Explain(new LinuxError(LinuxError.ENOENT)));

    private static NetlinkAttributes Attributes(NetlinkMessage message) => new(message.Bytes[NetlinkConstants.HeaderLength..]);

    private static NetlinkMessage Address(NetlinkMessage message) => message.AttributeUInt16(IPVS_SVC_ATTR_AF, AF_INET)
        .Attribute(IPVS_SVC_ATTR_ADDR, [10, 88, 0, 100, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]).AttributeUInt16BigEndian(IPVS_SVC_ATTR_PORT, 80);

    private static NetlinkMessage Nested(ushort type, Action<NetlinkMessage> fill)
    {
        var message = new NetlinkMessage(0);
        int nest = message.BeginNested(type);
        fill(message);
        return message.EndNested(nest);
    }
}
