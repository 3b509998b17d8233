using System.Net;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Linux;
using KeepaliveConsole.Engine.Wire;

namespace KeepaliveConsole.Engine.Runtime.Vrrp;

/// <summary>One heartbeat line of one election: where it hears, where it sends, and how its adverts look there. Loop thread only.</summary>
internal sealed class EntryLine(VrrpEntry entry, LineFigures figures, uint firstSequence)
{
    private EntryLine? _nextListener;
    private byte[][] _destinations = [];
    private IPAddress[] _destinationAddresses = [];

    /// <summary>The election.</summary>
    public VrrpEntry Entry { get; } = entry;

    /// <summary>What others may know of it.</summary>
    public LineFigures Figures { get; } = figures;

    /// <summary>Name of the interface as defined.</summary>
    public string Name => Figures.Name;

    /// <summary>0-based, in the order of the definition.</summary>
    public required int Number { get; set; }

    /// <summary>Hears; null before the interface was usable.</summary>
    public HeartbeatLine? Receiver { get; set; }

    /// <summary>Sends; null before the interface was usable.</summary>
    public AdvertSender? Sender { get; set; }

    /// <summary>May adverts be sent?</summary>
    public bool IsUsable { get; set; }

    /// <summary>The address adverts leave from; meaningful when usable.</summary>
    public AddressKey Source { get; private set; }

    /// <summary>How our adverts look, and what others' are compared with; null until there is a source address.</summary>
    public AdvertisementFormat? Format { get; private set; }

    /// <summary>The group adverts go to; null = unicast.</summary>
    public IPAddress? Group { get; private set; }

    /// <summary>Routers that adverts go to; empty = multicast.</summary>
    public ValueArray<UnicastPeerDefinition> Peers { get; private set; }

    /// <summary>Sequence numbers of authentication headers.</summary>
    public AuthenticationSequences Sequences { get; } = new(firstSequence);

    /// <summary>From when silence counts: when it became usable, or the state changed.</summary>
    public MonotonicTime ListensSince { get; set; }

    /// <summary>Was it said that adverts cannot be sent? Said once, until one can.</summary>
    public bool SaidSendFailure { get; set; }

    /// <summary>The next election on the same receiver with the same VRID.</summary>
    public EntryLine? NextListener
    {
        get => _nextListener;
        set => _nextListener = value;
    }

    /// <summary>Where <see cref="NextListener"/> is kept, to take one out of the chain.</summary>
    public ref EntryLine? NextListenerReference => ref _nextListener;

    /// <summary>Number of datagrams for one advert.</summary>
    public int DestinationCount => _destinations.Length;

    /// <summary>Where the datagram at <paramref name="index"/> goes, as the kernel wants it.</summary>
    public ReadOnlySpan<byte> Destination(int index) => _destinations[index];

    /// <summary>The same as an address.</summary>
    public IPAddress DestinationAddress(int index) => _destinationAddresses[index];

    /// <summary>The definition says where adverts go.</summary>
    public void Address(VrrpInstanceDefinition definition, VrrpParticipantDefinition participant)
    {
        Peers = participant.UnicastPeers;
        Group = Peers.Count > 0 ? null : definition.MulticastGroup ?? (definition.TravelsOverIPv6() ? AdvertisementFormat.MulticastIPv6 : AdvertisementFormat.MulticastIPv4);
    }

    /// <summary>Adverts are sent from <paramref name="source"/>, as the definition says.</summary>
    public void SpeakFrom(IPAddress source, VrrpInstanceDefinition definition, VrrpParticipantDefinition participant)
    {
        Address(definition, participant);
        Source = AddressKey.From(source);
        _destinationAddresses = Group is { } group ? [group] : [.. Peers.Select(peer => peer.Address)];
        int index = Sender?.Index ?? 0;
        _destinations = [.. _destinationAddresses.Select(address => KernelAddress.Of(address, index))];
        Format = new AdvertisementFormat
        {
            Version = definition.Version,
            VirtualRouterId = definition.VirtualRouterId,
            Interval = definition.AdvertisementInterval,
            Authentication = definition.Authentication,
            ChecksumAsV2 = definition.ChecksumAsV2,
            Addresses = definition.VirtualAddresses
                .Where(address => !address.Excluded && address.Address.AddressFamily == source.AddressFamily)
                .Select(address => address.Address)
                .ToValueArray(),
            Source = source,
            Destination = _destinationAddresses[0],
            UnicastPeers = Peers,
            UnicastTimeToLive = (byte)participant.UnicastTimeToLive,
            CheckUnicastSource = participant.CheckUnicastSource,
        };
    }

    /// <summary>Is this packet meant for this election rather than for another one with the same VRID?</summary>
    public bool Expects(in ReceivedPacket packet)
    {
        if (Group is { } group) return packet.Destination == AddressKey.From(group);
        if (AdvertisementFormat.IsMulticast(packet.Destination)) return false;
        foreach (UnicastPeerDefinition peer in Peers.Span)
            if (AddressKey.From(peer.Address) == packet.Source) return true;
        return false;
    }
}

/// <summary>Which interfaces the adverts of an instance travel on.</summary>
internal static class LineNames
{
    /// <summary>Names of the interfaces of a participant, in order.</summary>
    public static ValueArray<string> Of(VrrpParticipantDefinition participant) => [participant.Interface, .. participant.MoreInterfaces];
}
