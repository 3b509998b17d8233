using System.Net;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Vrrp;
using KeepaliveConsole.Engine.Wire;

namespace KeepaliveConsole.Engine.Runtime.Vrrp;

/// <summary>One running election with what it needs to speak. Loop thread only.</summary>
internal sealed class VrrpEntry(int number, VrrpCell cell)
{
    private int _saidDrops;

    /// <summary>Its number among the deadlines.</summary>
    public int Number { get; } = number;

    /// <summary>What others may know of it.</summary>
    public VrrpCell Cell { get; } = cell;

    /// <summary>Where it listens on its line.</summary>
    public byte VirtualRouterId { get; } = cell.Definition.VirtualRouterId.Value;

    /// <summary>The election.</summary>
    public VrrpInstance Election { get; } = new(cell.Definition, cell.Participant);

    /// <summary>The interface.</summary>
    public required HeartbeatLine Line { get; init; }

    /// <summary>How our adverts look, and what others' are compared with; null until there is a source address.</summary>
    public AdvertisementFormat? Format { get; private set; }

    /// <summary>Is it leaving? Then <see cref="LeavingWith"/> is still served until a successor speaks or the time is over.</summary>
    public bool IsLeaving { get; set; }

    /// <summary>Addresses that are removed at the end of leaving.</summary>
    public ValueArray<VirtualAddressDefinition> LeavingWith { get; set; }

    /// <summary>Was it said that adverts cannot be sent? Said once, until one can.</summary>
    public bool SaidSendFailure { get; set; }

    /// <summary>Was it said that the master names other addresses? Said once per state.</summary>
    public bool SaidOtherAddresses { get; set; }

    /// <summary>IPv4 identification of the next advert: 1 to 65535, never 0.</summary>
    public ushort NextIdentification()
    {
        Identification = Identification == ushort.MaxValue ? (ushort)1 : (ushort)(Identification + 1);
        return Identification;
    }

    /// <summary>Is this the first packet refused for <paramref name="reason"/> since the state changed?</summary>
    public bool IsFirst(DropReason reason)
    {
        int bit = 1 << (int)reason;
        bool first = (_saidDrops & bit) == 0;
        _saidDrops |= bit;
        return first;
    }

    /// <summary>The state changed: what was said once may be said again.</summary>
    public void ForgetWhatWasSaid()
    {
        _saidDrops = 0;
        SaidOtherAddresses = false;
    }

    /// <summary>Adverts are sent from <paramref name="source"/>, as <paramref name="definition"/> says.</summary>
    public void SpeakFrom(IPAddress source, VrrpInstanceDefinition definition) => Format = new AdvertisementFormat
    {
        Version = definition.Version,
        VirtualRouterId = definition.VirtualRouterId,
        Interval = definition.AdvertisementInterval,
        Authentication = definition.Authentication,
        Addresses = definition.VirtualAddresses.Where(address => !address.Excluded).Select(address => address.Address).ToValueArray(),
        Source = source,
        Destination = AdvertisementFormat.MulticastIPv4,
    };

    private ushort Identification { get; set; }
}
