using System.Collections.Concurrent;
using System.Net;
using KeepaliveConsole.Engine;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Runtime.Vrrp;
using KeepaliveConsole.Engine.Vrrp;
using KeepaliveConsole.System.Tests.Rig;

namespace KeepaliveConsole.System.Tests.Vrrp;

/// <summary>The address thread alone on a machine of the rig: the test is the election, and hears what is reported.</summary>
internal sealed class AddressHands : IAddressReports, IDisposable
{
    private readonly ConcurrentQueue<EngineEvent> _events = new();
    private readonly ConcurrentQueue<string> _failures = new();
    private readonly ConcurrentQueue<(AddressKey Address, string By)> _rivals = new();
    private readonly ConcurrentQueue<AddressKey> _neighbours = new();
    private readonly ConcurrentDictionary<(VrrpCell Cell, int Line), (LinkState State, LineFacts? Facts)> _lines = new();
    private readonly AddressThread _thread;

    public AddressHands(RigNode machine)
    {
        _thread = new AddressThread(TimeSpan.FromMilliseconds(500), this);
        Assert.True(machine.Run(() => _thread.TryStart(out _)));
    }

    public IReadOnlyCollection<EngineEvent> Events => _events;

    public IReadOnlyCollection<(AddressKey Address, string By)> Rivals => _rivals;

    public IReadOnlyCollection<AddressKey> Neighbours => _neighbours;

    public string Describe() => string.Join(" | ", _events.Select(happened => happened.Sentence).Concat(_failures).Concat(_lines.Values.Select(line => line.State.ToString())));

    public (LinkState State, LineFacts? Facts) Line(VrrpCell cell, int line = 0) => _lines[(cell, line)];

    /// <summary>Watches an instance on eth0 and waits until its first line is usable.</summary>
    public VrrpCell Watch(VrrpInstanceDefinition definition, VrrpParticipantDefinition? participant = null)
    {
        var cell = new VrrpCell(definition, participant ?? new VrrpParticipantDefinition { Node = "a", Interface = "eth0" });
        Post(AddressWorkKind.Watch, cell);
        WaitFor.True(() => _lines.TryGetValue((cell, 0), out (LinkState State, LineFacts? Facts) line) && line.State.IsUsable, "a usable line", Describe);
        return cell;
    }

    /// <summary>Does what an election does when it becomes master.</summary>
    public void BecomeMaster(VrrpCell cell, int? leaseSeconds = null, TransitionCause cause = TransitionCause.MasterSilent)
    {
        cell.Stands(VrrpState.Master, new VrrpPriority(100));
        Post(AddressWorkKind.Add, cell, leaseSeconds);
        Post(AddressWorkKind.AddRouting, cell);
        _thread.Post(new AddressWork(AddressWorkKind.Announce, cell, cell.Definition.VirtualAddresses, Repeat: 5));
        var transition = new VrrpTransition { Instance = cell.Name, From = VrrpState.Backup, To = VrrpState.Master, Cause = cause, OwnPriority = 100 };
        cell.Changed(TransitionRecord.Of(transition, TimeProvider.System), new MonotonicTime(1));
    }

    public void BecomeBackup(VrrpCell cell)
    {
        cell.Stands(VrrpState.Backup, new VrrpPriority(100));
        Post(AddressWorkKind.RemoveRouting, cell);
        Post(AddressWorkKind.Remove, cell);
    }

    public void Post(AddressWorkKind kind, VrrpCell? cell, int? leaseSeconds = null) =>
        _thread.Post(new AddressWork(kind, cell, cell?.Definition.VirtualAddresses ?? [], leaseSeconds));

    public void LinkIs(VrrpCell cell, LinkState state, LineFacts? facts) => _lines[(cell, state.Line)] = (state, facts);

    public void RivalAnswered(VrrpCell cell, AddressKey address, ValueArray<byte> hardwareAddress) =>
        _rivals.Enqueue((address, string.Join(':', hardwareAddress.Select(part => part.ToString("x2", global::System.Globalization.CultureInfo.InvariantCulture)))));

    public void NeighbourAnswered(VrrpCell cell, AddressKey address) => _neighbours.Enqueue(address);

    public void Failed(VrrpCell cell, TransitionCause cause, string detail) => _failures.Enqueue(detail);

    public void Publish(EngineEvent engineEvent) => _events.Enqueue(engineEvent);

    public void Dispose()
    {
        Post(AddressWorkKind.End, null);
        Assert.True(_thread.Join(TimeSpan.FromSeconds(10)));
        _thread.Dispose();
    }

    public static VrrpInstanceDefinition Instance(params string[] addresses) => new()
    {
        Name = "VI_1",
        VirtualRouterId = new VirtualRouterId(51),
        Version = VrrpVersion.V3,
        VirtualAddresses = addresses.Select(text => text.Split('/')).Select(parts => new VirtualAddressDefinition
        {
            Address = IPAddress.Parse(parts[0]),
            PrefixLength = int.Parse(parts[1], global::System.Globalization.CultureInfo.InvariantCulture),
        }).ToValueArray(),
    };
}
