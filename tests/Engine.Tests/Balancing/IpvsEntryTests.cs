using KeepaliveConsole.Engine.Balancing;
using KeepaliveConsole.Engine.Linux.Ipvs;
using KeepaliveConsole.Engine.Linux.Netlink;
using static KeepaliveConsole.Engine.Linux.Ipvs.IpvsConstants;
using static KeepaliveConsole.Engine.Tests.Balancing.TableText;

namespace KeepaliveConsole.Engine.Tests.Balancing;

/// <summary>Reading what the kernel lists.</summary>
public sealed class IpvsEntryTests
{
    [Theory]
    [InlineData("10.88.0.100:80 wrr |")]
    [InlineData("10.88.0.100:53/udp rr p60 |")]
    [InlineData("10.88.0.100:53/udp rr ops |")]
    [InlineData("10.88.0.100:36412/sctp lc |")]
    [InlineData("10.88.0.100:0 wlc p360 |")]
    [InlineData("10.88.0.100:80 sh f3 p60 /24 |")]
    [InlineData("10.88.0.100:5060/udp mh f1 p60 pe:sip |")]
    [InlineData("[2001:db8::100]:443 lblcr p60 /64 |")]
    [InlineData("fwmark:4294967295 twos inet6 |")]
    public void ServiceEntry_OfWhatWeWrite_IsTheService(string text)
    {
        BalancerService service = Service(text);

        Assert.True(IpvsServiceEntry.TryParse(Attributes(IpvsMessages.Service(new NetlinkMessage(0), service, IpvsMessages.Family(service)!.Value)), out IpvsServiceEntry entry, out _));

        Assert.Equal(service, entry.ToService());
    }

    [Theory]
    [InlineData("10.2.0.101:80=1")]
    [InlineData("10.2.0.101:0=65535/u:4000000000/l:1")]
    [InlineData("10.2.0.101:80=0/dr")]
    [InlineData("[2001:db8::101]:443=7/dr")]
    [InlineData("10.2.0.101:80=1/gue:6080/remcsum")]
    [InlineData("10.2.0.101:80=1/gue:65535/csum")]
    [InlineData("[2001:db8::101]:80=1/gre/csum")]
    public void Image_OfWhatWeWrite_HoldsTheDestination(string text)
    {
        BalancerDestination destination = Destination(text);
        IpvsServiceImage image = Image("10.88.0.100:80 rr |");

        image.Add(Attributes(IpvsMessages.Destination(new NetlinkMessage(0), destination)), null);
        image.End();

        Assert.Equal([destination], image.Service(null).Destinations);
    }

    [Fact]
    public void Image_IpInIpTunnel_HasNoTunnelOfItsOwn()
    {
        IpvsServiceImage image = Image("10.88.0.100:80 rr |");

        image.Add(Attributes(IpvsMessages.Destination(new NetlinkMessage(0), Destination("10.2.0.101:80=1/ipip"))), null);
        image.End();

        Assert.Null(image.Service(null).Destinations[0].Tunnel);
        Assert.True(image.SaysTunnels);
    }

    [Fact]
    public void Image_ListedAgain_KeepsItsObjectsAndGivesTheWantedOneWhereItIsAsWanted()
    {
        BalancerService wanted = Service("10.88.0.100:80 rr | 10.2.0.101:80=1 10.2.0.102:80=1 10.2.0.103:80=1");
        IpvsServiceImage image = Image("10.88.0.100:80 rr |");
        List(image, wanted.Destinations.Reverse());
        Assert.Same(wanted, image.Service(wanted));
        BalancerService first = image.Service(null);

        List(image, wanted.Destinations.Reverse());
        Assert.Same(first, image.Service(null));
        Assert.False(image.Counted);

        List(image, [Destination("10.2.0.104:80=9"), .. wanted.Destinations.Reverse()]);
        BalancerService second = image.Service(wanted);
        Assert.NotSame(wanted, second);
        Assert.Equal(4, second.Destinations.Count);
        Assert.Same(first.Destinations[0], second.Destinations[1]);

        List(image, wanted.Destinations.Skip(1));
        Assert.Equal(2, image.Service(wanted).Destinations.Count);
    }

    [Fact]
    public void Image_ListedAgain_AllocatesNothingForTenThousandDestinations()
    {
        byte[][] messages = [.. Enumerable.Range(0, 10_000).Select(number => IpvsMessages.Destination(new NetlinkMessage(0), Destination($"10.{number / 250}.0.{number % 250 + 1}:80=1")).Bytes[NetlinkConstants.HeaderLength..].ToArray())];
        IpvsServiceImage image = Image("10.88.0.100:80 rr |");
        IpvsServiceEntry entry = Entry("10.88.0.100:80 rr |");
        for (int round = 0; round < 3; round++) List();

        long before = GC.GetAllocatedBytesForCurrentThread();
        List();

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1024);
        Assert.Equal(10_000, image.Service(null).Destinations.Count);

        void List()
        {
            image.Begin(entry, default);
            foreach (byte[] message in messages) image.Add(new NetlinkAttributes(message), null);
            image.End();
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("a scheduler of tomorrow")]
    public void ServiceEntry_SchedulerOfOthers_IsReadWithoutAName(string scheduler)
    {
        Assert.True(IpvsServiceEntry.TryParse(Attributes(Nested(IPVS_CMD_ATTR_SERVICE, message => Address(message).AttributeUInt16(IPVS_SVC_ATTR_PROTOCOL, 6).AttributeString(IPVS_SVC_ATTR_SCHED_NAME, scheduler))), out IpvsServiceEntry entry, out _));

        Assert.Null(entry.Scheduler);
    }

    [Fact]
    public void ServiceEntry_ProtocolOfOthers_IsNone() =>
        Assert.False(IpvsServiceEntry.TryParse(Attributes(Nested(IPVS_CMD_ATTR_SERVICE, message => Address(message).AttributeUInt16(IPVS_SVC_ATTR_PROTOCOL, 50))), out _, out _));

    [Fact]
    public void Entries_EveryTruncation_NeitherThrowsNorInvents()
    {
        BalancerService web = Service("10.88.0.100:80 wrr f1 p60 pe:sip |");
        byte[] service = IpvsMessages.Service(new NetlinkMessage(0), web, AF_INET).Bytes[NetlinkConstants.HeaderLength..].ToArray();
        byte[] destination = IpvsMessages.Destination(new NetlinkMessage(0), Destination("10.2.0.101:80=1/gue:6080")).Bytes[NetlinkConstants.HeaderLength..].ToArray();
        byte[] daemon = s_daemon.Write(new NetlinkMessage(0)).Bytes[NetlinkConstants.HeaderLength..].ToArray();
        for (int length = 0; length < service.Length; length++) Assert.False(IpvsServiceEntry.TryParse(new NetlinkAttributes(service.AsSpan(0, length)), out _, out _));
        for (int length = 0; length < destination.Length; length++) Assert.False(IpvsDestinationEntry.TryParse(new NetlinkAttributes(destination.AsSpan(0, length)), AF_INET, out _, out _));
        for (int length = 0; length < daemon.Length; length++) Assert.Null(IpvsDaemon.Parse(new NetlinkAttributes(daemon.AsSpan(0, length))));
    }

    [Fact]
    public void Entries_RandomDamage_NeverThrows()
    {
        var random = new Random(4242);
        byte[][] seeds =
        [
            IpvsMessages.Service(new NetlinkMessage(0), Service("[2001:db8::1]:80 sh f3 p60 /64 pe:sip |"), AF_INET6).Bytes[NetlinkConstants.HeaderLength..].ToArray(),
            IpvsMessages.Destination(new NetlinkMessage(0), Destination("10.2.0.101:80=1/gue:6080/csum")).Bytes[NetlinkConstants.HeaderLength..].ToArray(),
            s_daemon.Write(new NetlinkMessage(0)).Bytes[NetlinkConstants.HeaderLength..].ToArray(),
            new IpvsTimeouts(1, 2, 3).Write(new NetlinkMessage(0)).Bytes[NetlinkConstants.HeaderLength..].ToArray(),
        ];
        int read = 0;
        for (int round = 0; round < 200_000; round++)
        {
            byte[] bytes = [.. seeds[round % seeds.Length]];
            for (int damage = random.Next(6); damage >= 0; damage--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            if (random.Next(4) == 0) bytes = bytes[..random.Next(bytes.Length)];
            var attributes = new NetlinkAttributes(bytes);
            if (IpvsServiceEntry.TryParse(attributes, out IpvsServiceEntry service, out _) && service.Scheduler is not null)
            {
                Assert.NotNull(service.ToService().Key);
                read++;
            }

            IpvsServiceImage image = Image("10.88.0.100:80 rr |");
            image.Add(attributes, null);
            image.End();
            read += image.Service(null).Destinations.Count;
            if (IpvsDaemon.Parse(attributes) is { } daemon) read += daemon.Interface.Length >= 0 ? 1 : 0;
            if (IpvsTimeouts.Parse(attributes) != default) read++;
        }

        Assert.InRange(read, 10_000, 200_000);
    }

    [Fact]
    public void DestinationEntry_AnOldKernelNamesNoFamilyAndNoTunnel_TakesTheServices()
    {
        NetlinkMessage message = Nested(IPVS_CMD_ATTR_DEST, part => part.Attribute(IPVS_DEST_ATTR_ADDR, [10, 2, 0, 101, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]).AttributeUInt16BigEndian(IPVS_DEST_ATTR_PORT, 80));

        Assert.True(IpvsDestinationEntry.TryParse(Attributes(message), AF_INET, out IpvsDestinationEntry entry, out _));

        Assert.Equal("10.2.0.101", entry.Address.ToString());
        Assert.False(entry.SaysTunnel);
    }

    [Fact]
    public void Stats_OfA64BitKernel_AreReadAndTheOldOnesLeftAside()
    {
        NetlinkMessage message = Nested(IPVS_CMD_ATTR_DEST, part =>
        {
            part.Attribute(IPVS_DEST_ATTR_ADDR, new byte[16]).AttributeUInt32(IPVS_DEST_ATTR_ACTIVE_CONNS, 3).AttributeUInt32(IPVS_DEST_ATTR_INACT_CONNS, 4).AttributeUInt32(IPVS_DEST_ATTR_PERSIST_CONNS, 5);
            Stats(part, IPVS_DEST_ATTR_STATS64, type => BitConverter.GetBytes(10_000_000_000L + type));
            Stats(part, IPVS_DEST_ATTR_STATS, type => BitConverter.GetBytes((int)type));
        });

        Assert.True(IpvsDestinationEntry.TryParse(Attributes(message), AF_INET, out _, out IpvsDestinationCounts counts));

        Assert.Equal(new IpvsDestinationCounts(3, 4, 5, new IpvsStats(10_000_000_001, 10_000_000_002, 10_000_000_003, 10_000_000_004, 10_000_000_005)), counts);
    }

    [Fact]
    public void Stats_OfAnOldKernel_Have32Bits()
    {
        NetlinkMessage message = Nested(IPVS_CMD_ATTR_SERVICE, part =>
        {
            Address(part).AttributeUInt16(IPVS_SVC_ATTR_PROTOCOL, 6);
            Stats(part, IPVS_SVC_ATTR_STATS, type => type <= IPVS_STATS_ATTR_OUTPKTS ? BitConverter.GetBytes(4_000_000_000u + type) : BitConverter.GetBytes(20_000_000_000L + type));
        });

        Assert.True(IpvsServiceEntry.TryParse(Attributes(message), out _, out IpvsStats stats));

        Assert.Equal(new IpvsStats(4_000_000_001, 4_000_000_002, 4_000_000_003, 20_000_000_004, 20_000_000_005), stats);
    }

    private static readonly IpvsDaemon s_daemon = new(SyncRole.Backup, "eth0", 7, 1400, 9000, 4, global::System.Net.IPAddress.Parse("224.0.0.90"));

    private static NetlinkAttributes Attributes(NetlinkMessage message) => new(message.Bytes[NetlinkConstants.HeaderLength..]);

    private static IpvsServiceEntry Entry(string service)
    {
        Assert.True(IpvsServiceEntry.TryParse(Attributes(IpvsMessages.Service(new NetlinkMessage(0), Service(service), AF_INET)), out IpvsServiceEntry entry, out _));
        return entry;
    }

    private static IpvsServiceImage Image(string service)
    {
        IpvsServiceEntry entry = Entry(service);
        var image = new IpvsServiceImage(entry);
        image.Begin(entry, default);
        return image;
    }

    private static void List(IpvsServiceImage image, IEnumerable<BalancerDestination> destinations)
    {
        image.Begin(Entry("10.88.0.100:80 rr |"), default);
        foreach (BalancerDestination destination in destinations) image.Add(Attributes(IpvsMessages.Destination(new NetlinkMessage(0), destination)), null);
        image.End();
    }

    private static NetlinkMessage Address(NetlinkMessage message) => message.AttributeUInt16(IPVS_SVC_ATTR_AF, AF_INET)
        .Attribute(IPVS_SVC_ATTR_ADDR, [10, 88, 0, 100, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]).AttributeUInt16BigEndian(IPVS_SVC_ATTR_PORT, 80);

    private static void Stats(NetlinkMessage message, ushort kind, Func<ushort, byte[]> value)
    {
        int nest = message.BeginNested(kind);
        for (ushort type = IPVS_STATS_ATTR_CONNS; type <= IPVS_STATS_ATTR_OUTBYTES; type++) message.Attribute(type, value(type));
        message.EndNested(nest);
    }

    private static NetlinkMessage Nested(ushort type, Action<NetlinkMessage> fill)
    {
        var message = new NetlinkMessage(0);
        int nest = message.BeginNested(type);
        fill(message);
        return message.EndNested(nest);
    }
}
