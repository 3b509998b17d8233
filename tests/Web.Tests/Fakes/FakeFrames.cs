using System.Net;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Web.Tests.Fakes;

/// <summary>Recorded adverts of VI_WEB.</summary>
public static class FakeFrames
{
    /// <summary>An advert of l1 (sent) or of 10.88.0.12 (received) with a password that is hidden in its last byte.</summary>
    public static AdvertFrame Advert(DateTimeOffset at, bool isSent, int priority, string? refused = null, string? refusedZh = null) => new()
    {
        At = at,
        Interface = "eth0",
        IsSent = isSent,
        Source = IPAddress.Parse(isSent ? "10.88.0.11" : "10.88.0.12"),
        Destination = IPAddress.Parse("224.0.0.18"),
        TimeToLive = 255,
        Version = 2,
        VirtualRouterId = 51,
        Priority = priority,
        Addresses = [IPAddress.Parse("10.88.0.100")],
        Interval = AdvertisementInterval.Default,
        Authentication = VrrpAuthenticationType.Password,
        ChecksumOk = refused is null,
        Refused = refused,
        RefusedZh = refusedZh,
        Bytes = [0x45, 0x21, 0x33, (byte)priority, 0],
        Fields =
        [
            new FrameField(FrameFieldKind.IpVersion, FrameLayer.Ip, 0, 1, "4"),
            new FrameField(FrameFieldKind.VersionAndType, FrameLayer.Vrrp, 1, 1, "2, 1"),
            new FrameField(FrameFieldKind.VirtualRouterId, FrameLayer.Vrrp, 2, 1, "51"),
            new FrameField(FrameFieldKind.Priority, FrameLayer.Vrrp, 3, 1, priority.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            new FrameField(FrameFieldKind.AuthenticationData, FrameLayer.Vrrp, 4, 1, "", IsSecret: true),
        ],
    };
}
