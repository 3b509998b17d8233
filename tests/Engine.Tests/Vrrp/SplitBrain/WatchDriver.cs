using System.Net;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Vrrp;
using KeepaliveConsole.Engine.Vrrp.SplitBrain;
using KeepaliveConsole.Engine.Wire;

namespace KeepaliveConsole.Engine.Tests.Vrrp.SplitBrain;

/// <summary>
/// A watch with virtual time in milliseconds, driven as the loop drives it: after each sign it takes announcements and tells its news.
/// This node is 10.0.0.1 with priority 200 and VRID 51; time 0 is noon.
/// </summary>
internal sealed class WatchDriver
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    public static readonly AddressKey Own = Key("10.0.0.1");
    public static readonly AddressKey Rival = Key("10.0.0.2");
    public static readonly AddressKey Vip = Key("10.0.0.100");

    public WatchDriver(VrrpVersion version = VrrpVersion.V2, int centiseconds = 100, string[]? moreInterfaces = null, int addresses = 1)
    {
        Definition = new VrrpInstanceDefinition
        {
            Name = "VI_WEB",
            VirtualRouterId = new VirtualRouterId(51),
            Version = version,
            AdvertisementInterval = new AdvertisementInterval(centiseconds),
            VirtualAddresses = Enumerable.Range(100, addresses).Select(n => new VirtualAddressDefinition { Address = IPAddress.Parse($"10.0.0.{n}"), PrefixLength = 24 }).ToValueArray(),
        };
        Participant = new VrrpParticipantDefinition { Node = "l1", Interface = "eth0", MoreInterfaces = [.. moreInterfaces ?? []], Priority = new VrrpPriority(200) };
        Watch = new SplitBrainWatch(Definition, Participant);
    }

    public VrrpInstanceDefinition Definition { get; }

    public VrrpParticipantDefinition Participant { get; }

    public SplitBrainWatch Watch { get; }

    /// <summary>What was told: milliseconds and event.</summary>
    public List<(double At, EngineEvent Event)> Events { get; } = [];

    /// <summary>When the addresses were announced, milliseconds.</summary>
    public List<double> Announced { get; } = [];

    public IEnumerable<double> Started => Events.Where(told => told.Event is SplitBrainStarted).Select(told => told.At);

    public IEnumerable<(double At, string How)> Ended => Events.Where(told => told.Event is SplitBrainEnded).Select(told => (told.At, ((SplitBrainEnded)told.Event).How));

    public static AddressKey Key(string address) => AddressKey.From(IPAddress.Parse(address));

    public static MonotonicTime Time(double milliseconds) => new((long)(milliseconds * 1_000_000));

    public WatchDriver MasterAt(double at, TransitionCause cause = TransitionCause.MasterSilent) => Moves(at, VrrpState.Backup, VrrpState.Master, cause);

    public WatchDriver BackupAt(double at) => Moves(at, VrrpState.Initialize, VrrpState.Backup, TransitionCause.Started);

    public WatchDriver Moves(double at, VrrpState from, VrrpState to, TransitionCause cause, AddressKey? peer = null, int? priority = null)
    {
        Watch.StateIs(Time(at), new VrrpTransition
        {
            Instance = "VI_WEB",
            From = from,
            To = to,
            Cause = cause,
            OwnPriority = 200,
            PeerAddress = peer?.ToIPAddress(),
            PeerPriority = priority,
        });
        return After(at);
    }

    public WatchDriver Hears(double at, int priority = 100, AddressKey? source = null, bool sameAddresses = true, int line = 0, int centiseconds = 0)
    {
        AdvertisementInterval interval = centiseconds == 0 ? Definition.AdvertisementInterval : new AdvertisementInterval(centiseconds);
        Watch.AdvertHeard(Time(at), new ReceivedAdvertisement(new VrrpPriority((byte)priority), interval, source ?? Rival, line), Own, sameAddresses);
        return After(at);
    }

    public WatchDriver Refuses(double at, DropReason reason = DropReason.Authentication, AddressKey? source = null, int line = 0)
    {
        Watch.AdvertRefused(Time(at), reason, source ?? Rival, Own, line);
        return After(at);
    }

    public WatchDriver Answers(double at, byte last = 2, AddressKey? address = null)
    {
        Watch.AddressAnswered(Time(at), address ?? Vip, [0x02, 0x42, 0x0a, 0, 0, last]);
        return After(at);
    }

    public WatchDriver NeighbourAnswers(double at)
    {
        Watch.NeighbourAnswered(Time(at), Rival);
        return After(at);
    }

    public WatchDriver Claims(double at)
    {
        Watch.PeerClaimed(Time(at), Rival, new VrrpPriority(100));
        return After(at);
    }

    public WatchDriver Passes(double at)
    {
        Watch.Look(Time(at));
        return After(at);
    }

    /// <summary>The same sign again and again.</summary>
    public WatchDriver Each(double every, double from, double to, Action<double> sign)
    {
        for (double at = from; at <= to; at += every) sign(at);
        return this;
    }

    public WatchDriver After(double at)
    {
        if (Watch.TakeAnnouncement(Time(at))) Announced.Add(at);
        while (Watch.HasNews(Time(at)))
            if (Watch.Tell(Time(at), Noon.AddMilliseconds(at)) is { } told) Events.Add((at, told));
        return this;
    }
}
