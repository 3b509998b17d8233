using KeepaliveConsole.Engine.Vrrp;
using KeepaliveConsole.Engine.Vrrp.SplitBrain;
using KeepaliveConsole.Engine.Wire;

namespace KeepaliveConsole.Engine.Runtime.Vrrp;

/// <summary>One running election with what it needs to speak. Loop thread only.</summary>
internal sealed class VrrpEntry(int number, VrrpCell cell)
{
    private int _saidDrops;
    private ushort _identification;

    /// <summary>Its number among the deadlines.</summary>
    public int Number { get; } = number;

    /// <summary>What others may know of it.</summary>
    public VrrpCell Cell { get; } = cell;

    /// <summary>Where it listens on its lines.</summary>
    public byte VirtualRouterId { get; } = cell.Definition.VirtualRouterId.Value;

    /// <summary>The election.</summary>
    public VrrpInstance Election { get; } = new(cell.Definition, cell.Participant);

    /// <summary>Watches for a second master.</summary>
    public SplitBrainWatch Rivals { get; } = new(cell.Definition, cell.Participant);

    /// <summary>Its heartbeat lines, in the order of the definition.</summary>
    public EntryLine[] Lines { get; set; } = [];

    /// <summary>The sync group it moves with; null = none.</summary>
    public SyncGroup? Group { get; set; }

    /// <summary>Was it told to stop? It goes once its election has left.</summary>
    public bool IsStopping { get; set; }

    /// <summary>Was it said that the master names other addresses? Said once per state.</summary>
    public bool SaidOtherAddresses { get; set; }

    /// <summary>Number of the last advert that left on any line.</summary>
    public long LastAdvert { get; set; }

    /// <summary>IPv4 identification of the next datagram: 1 to 65535, never 0.</summary>
    public ushort NextIdentification()
    {
        _identification = _identification == ushort.MaxValue ? (ushort)1 : (ushort)(_identification + 1);
        return _identification;
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
}
