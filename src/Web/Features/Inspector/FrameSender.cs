using System.Net;
using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Web.Features.Inspector;

/// <summary>
/// Who sends one row of adverts, and which way: gaps are only told between adverts of the same. The destination is part of it, because one advert to two
/// unicast peers is two datagrams at the same moment.
/// </summary>
/// <param name="Source">Sender; null when the datagram held no whole IP header.</param>
/// <param name="Destination">Group or unicast peer; null as above.</param>
/// <param name="Interface">Interface they leave or come by.</param>
/// <param name="IsSent">This node sends them.</param>
public sealed record FrameSender(IPAddress? Source, IPAddress? Destination, string Interface, bool IsSent)
{
    /// <summary>The sender of a frame.</summary>
    public static FrameSender Of(AdvertFrame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        return new FrameSender(frame.Source, frame.Destination, frame.Interface, frame.IsSent);
    }
}
