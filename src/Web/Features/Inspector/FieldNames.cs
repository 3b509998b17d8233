using KeepaliveConsole.Engine.Events;
using static KeepaliveConsole.Web.Components.Texts.ConsoleText;

namespace KeepaliveConsole.Web.Features.Inspector;

/// <summary>What the fields of a frame are called, in English.</summary>
public static class FieldNames
{
    /// <summary>The name of a header.</summary>
    public static string Of(FrameLayer layer) => layer switch
    {
        FrameLayer.Ip => Key("IP header"),
        FrameLayer.AuthenticationHeader => Key("Authentication header"),
        _ => Key("VRRP advertisement"),
    };

    /// <summary>The name of a field.</summary>
    public static string Of(FrameFieldKind kind) => kind switch
    {
        FrameFieldKind.IpVersion => Key("IP version"),
        FrameFieldKind.TrafficClass => Key("Traffic class"),
        FrameFieldKind.Length => Key("Length"),
        FrameFieldKind.TimeToLive => Key("TTL or hop limit"),
        FrameFieldKind.Protocol => Key("Protocol"),
        FrameFieldKind.HeaderChecksum => Key("Checksum of the header"),
        FrameFieldKind.Source => Key("Source"),
        FrameFieldKind.Destination => Key("Destination"),
        FrameFieldKind.SecurityIndex => Key("Security parameters index"),
        FrameFieldKind.Sequence => Key("Sequence number"),
        FrameFieldKind.IntegrityValue => Key("Integrity value"),
        FrameFieldKind.VersionAndType => Key("Version and type"),
        FrameFieldKind.VirtualRouterId => Key("VRID"),
        FrameFieldKind.Priority => Key("Priority"),
        FrameFieldKind.AddressCount => Key("Number of addresses"),
        FrameFieldKind.AuthenticationType => Key("Authentication type"),
        FrameFieldKind.Interval => Key("Advert interval"),
        FrameFieldKind.Checksum => Key("Checksum"),
        FrameFieldKind.Address => Key("Virtual address"),
        _ => Key("Authentication data"),
    };
}
