using System.Net;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Vrrp;
using KeepaliveConsole.Engine.Wire;

namespace KeepaliveConsole.Engine.TestKit.Simulation;

/// <summary>
/// One director on a <see cref="SimulatedNetwork"/>: an election, a kernel that holds addresses, and the smallest driver there can be.
/// Adverts travel as real datagrams through the codec. Packets before timers, outputs in order.
/// </summary>
public sealed class SimulatedDirector
{
    private const int SocketBufferPackets = 200;

    private readonly SimulatedNetwork _network;
    private readonly double _clockRate;
    private readonly Queue<byte[]> _socket = [];
    private VrrpInstance? _instance;
    private AdvertisementFormat _format;
    private MonotonicTime? _timer;
    private ushort _identification;
    private int _wakeNumber;
    private bool _isLinkNewsWaiting;

    internal SimulatedDirector(SimulatedNetwork network, string name, IPAddress address, VrrpInstanceDefinition definition, VrrpParticipantDefinition participant, double clockDriftPpm)
    {
        _network = network;
        _clockRate = 1 + (clockDriftPpm / 1e6);
        Name = name;
        Address = address;
        Definition = definition;
        Participant = participant;
        _format = FormatOf(definition);
    }

    /// <summary>Name.</summary>
    public string Name { get; }

    /// <summary>Source address of its adverts.</summary>
    public IPAddress Address { get; }

    /// <summary>The definition it was given last.</summary>
    public VrrpInstanceDefinition Definition { get; private set; }

    /// <summary>Its part in it.</summary>
    public VrrpParticipantDefinition Participant { get; private set; }

    /// <summary>The kernel's addresses; they outlive the process.</summary>
    public SimulatedAddressTable Kernel { get; } = new();

    /// <summary>Is a process there, frozen or not?</summary>
    public bool IsAlive => _instance is not null;

    /// <summary>Is the process stopped in its tracks?</summary>
    public bool IsFrozen { get; private set; }

    /// <summary>Has the interface carrier?</summary>
    public bool IsLinkUp { get; private set; } = true;

    /// <summary>State of the election; Initialize while no process is there.</summary>
    public VrrpState State => _instance?.State ?? VrrpState.Initialize;

    /// <summary>Priority in its adverts.</summary>
    public VrrpPriority EffectivePriority => _instance?.EffectivePriority ?? Participant.Priority;

    /// <summary>Adverts refused, by reason.</summary>
    public Dictionary<DropReason, int> Dropped { get; } = [];

    /// <summary>The process starts.</summary>
    public void Start()
    {
        if (IsAlive) return;
        _instance = new VrrpInstance(Definition, Participant);
        IsFrozen = false;
        _timer = null;
        _socket.Clear();
        Step(VrrpInput.LinkIs(Link()));
        Step(VrrpInput.Started);
    }

    /// <summary>The process ends in order.</summary>
    public void Stop()
    {
        if (!IsAlive) return;
        Thaw();
        Step(VrrpInput.StopRequested);
        Crash();
    }

    /// <summary>The process is killed: nothing more is sent or removed.</summary>
    public void Crash()
    {
        _instance = null;
        _timer = null;
        _isLinkNewsWaiting = false;
        IsFrozen = false;
    }

    /// <summary>The process stands still; its socket still collects packets.</summary>
    public void Freeze() => IsFrozen = IsAlive;

    /// <summary>The process goes on: waiting packets first, then the timer, then news of the link.</summary>
    public void Thaw()
    {
        if (!IsFrozen) return;
        IsFrozen = false;
        while (_socket.TryDequeue(out byte[]? datagram)) Receive(datagram);
        LookAtTimer();
        if (_isLinkNewsWaiting) Step(VrrpInput.LinkIs(Link()));
        _isLinkNewsWaiting = false;
    }

    /// <summary>The carrier goes or comes back.</summary>
    public void SetLink(bool isUp)
    {
        IsLinkUp = isUp;
        if (IsFrozen) _isLinkNewsWaiting = true;
        else if (IsAlive) Step(VrrpInput.LinkIs(Link()));
    }

    /// <summary>A new definition; also for a director whose process is not there.</summary>
    public void Define(VrrpInstanceDefinition definition, VrrpParticipantDefinition participant)
    {
        Definition = definition;
        Participant = participant;
        if (IsAlive) Step(VrrpInput.DefinitionIs(definition, participant));
        _format = FormatOf(definition);
    }

    /// <summary>Any other input.</summary>
    public void Give(VrrpInput input)
    {
        if (IsAlive && !IsFrozen) Step(input);
    }

    internal void Deliver(byte[] datagram)
    {
        if (!IsAlive || !IsLinkUp) return;
        if (!IsFrozen) Receive(datagram);
        else if (_socket.Count < SocketBufferPackets) _socket.Enqueue(datagram);
    }

    private void LookAtTimer()
    {
        if (!IsAlive || IsFrozen || _timer is not { } due) return;
        if (LocalNow() >= due) Step(VrrpInput.TimerElapsed);
        else PlanWake(due);
    }

    // A wake that was planned for a deadline since moved does nothing, as with a timer that was set anew.
    private void PlanWake(MonotonicTime due)
    {
        int number = ++_wakeNumber;
        _network.WakeAt(ToNetworkTime(due), () =>
        {
            if (number == _wakeNumber) LookAtTimer();
        });
    }

    private MonotonicTime LocalNow() => new((long)(_network.Now.Nanoseconds * _clockRate));

    private MonotonicTime ToNetworkTime(MonotonicTime local) => new((long)Math.Ceiling(local.Nanoseconds / _clockRate));

    private LinkState Link() => new(IsLinkUp, AddressKey.From(Address), IsLinkUp ? null : "eth0 has no carrier");

    private AdvertisementFormat FormatOf(VrrpInstanceDefinition definition) => new()
    {
        Version = definition.Version,
        VirtualRouterId = definition.VirtualRouterId,
        Interval = definition.AdvertisementInterval,
        Authentication = definition.Authentication,
        Addresses = definition.VirtualAddresses.Where(address => !address.Excluded).Select(address => address.Address).ToValueArray(),
        Source = Address,
        Destination = AdvertisementFormat.MulticastIPv4,
    };

    private void Receive(byte[] datagram)
    {
        DropReason reason = AdvertisementCodec.Read(datagram, _format, out VrrpPriority priority, out AdvertisementInterval interval, out AddressKey source, out _);
        if (reason == DropReason.None) Step(VrrpInput.Received(new ReceivedAdvertisement(priority, interval, source)));
        else Dropped[reason] = Dropped.GetValueOrDefault(reason) + 1;
    }

    private void Step(VrrpInput input)
    {
        var outputs = new List<VrrpOutput>();
        _instance!.Step(LocalNow(), input, outputs);
        foreach (VrrpOutput output in outputs) CarryOut(output);
        _network.Observe(new SimulatedStep(_network.Now, this, input, outputs));
    }

    private void CarryOut(VrrpOutput output)
    {
        switch (output.Kind)
        {
            case VrrpOutputKind.SendAdvertisement:
                Send(output.Priority);
                break;
            case VrrpOutputKind.AddAddresses:
            case VrrpOutputKind.RenewAddresses:
                MonotonicTime? end = output.LeaseSeconds is { } seconds ? _network.Now + TimeSpan.FromSeconds(seconds) : null;
                foreach (VirtualAddressDefinition address in output.Addresses) Kernel.Set(address, end);
                break;
            case VrrpOutputKind.RemoveAddresses:
                foreach (VirtualAddressDefinition address in output.Addresses) Kernel.Remove(address);
                break;
            case VrrpOutputKind.SetTimer:
                _timer = output.Deadline;
                if (output.Deadline is { } due) PlanWake(due);
                break;
            default:
                break;
        }
    }

    private void Send(VrrpPriority priority)
    {
        if (!IsLinkUp) return;
        _identification = (ushort)(_identification == ushort.MaxValue ? 1 : _identification + 1);
        var buffer = new byte[AdvertisementCodec.MaxLengthBytes];
        int length = AdvertisementCodec.Write(buffer, _format, priority, _identification);
        _network.Send(this, buffer[..length]);
    }
}
