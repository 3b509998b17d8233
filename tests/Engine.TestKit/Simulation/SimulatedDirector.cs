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
    private readonly Queue<(int Line, byte[] Datagram)> _socket = [];
    private readonly byte[] _buffer = new byte[AdvertisementCodec.MaxLengthBytes];
    private readonly List<VrrpOutput> _outputs = [];
    private readonly bool[] _linkUp;
    private readonly Queue<int> _linkNews = [];
    private VrrpInstance? _instance;
    private AdvertisementFormat[] _formats;
    private MonotonicTime? _timer;
    private ushort _identification;
    private int _wakeNumber;
    private bool _isStopping;

    internal SimulatedDirector(SimulatedNetwork network, string name, IReadOnlyList<IPAddress> addresses, VrrpInstanceDefinition definition, VrrpParticipantDefinition participant, double clockDriftPpm)
    {
        _network = network;
        _clockRate = 1 + (clockDriftPpm / 1e6);
        Name = name;
        Addresses = addresses;
        Definition = definition;
        Participant = participant;
        _linkUp = [.. addresses.Select(_ => true)];
        _formats = FormatsOf(definition);
    }

    /// <summary>Name.</summary>
    public string Name { get; }

    /// <summary>Source address of its adverts on each line.</summary>
    public IReadOnlyList<IPAddress> Addresses { get; }

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

    /// <summary>Does it read what waited while it stood still? Its timer, due by now as it may be, is looked at after that.</summary>
    public bool IsWaking { get; private set; }

    /// <summary>Has the first interface carrier?</summary>
    public bool IsLinkUp => _linkUp[0];

    /// <summary>Is the process still serving the addresses after it gave mastership up?</summary>
    public bool IsLeaving => _instance is { IsLeaving: true };

    /// <summary>As <see cref="VrrpInstance.IsUnfit"/>; a process that is not there keeps nobody waiting.</summary>
    public bool IsUnfit => _instance is { IsUnfit: true };

    /// <summary>As <see cref="VrrpInstance.HasYielded"/>.</summary>
    public bool HasYielded => _instance is { HasYielded: true };

    /// <summary>The sync group it is a member of; null = none.</summary>
    public SimulatedGroup? Group { get; internal set; }

    /// <summary>Routes and rules in the kernel.</summary>
    public HashSet<string> Routing { get; } = [];

    /// <summary>State of the election; Initialize while no process is there.</summary>
    public VrrpState State => _instance?.State ?? VrrpState.Initialize;

    /// <summary>Priority in its adverts.</summary>
    public VrrpPriority EffectivePriority => _instance?.EffectivePriority ?? Participant.Priority;

    /// <summary>Adverts refused, by reason.</summary>
    public Dictionary<DropReason, int> Dropped { get; } = [];

    /// <summary>The process starts; one that is still leaving goes at once.</summary>
    public void Start() => Begin(VrrpInput.Started);

    /// <summary>The process starts where one before it left off as master.</summary>
    public void TakeUp() => Begin(VrrpInput.TakenUp);

    /// <summary>The process ends in order: after it left mastership, which takes until a successor is heard. A second time it ends at once.</summary>
    public void Stop()
    {
        if (!IsAlive) return;
        Thaw();
        if (!IsAlive) return; // it was leaving, and an advert that waited ended that
        _isStopping = true;
        Step(VrrpInput.StopRequested);
    }

    /// <summary>The process is killed: nothing more is sent or removed.</summary>
    public void Crash()
    {
        _instance = null;
        _timer = null;
        _linkNews.Clear();
        _isStopping = false;
        IsFrozen = false;
        Group?.Changed(this);
    }

    /// <summary>The process stands still; its socket still collects packets.</summary>
    public void Freeze() => IsFrozen = IsAlive;

    /// <summary>The process goes on: waiting packets first, then the timer, then news of the links.</summary>
    public void Thaw()
    {
        if (!IsFrozen) return;
        IsFrozen = false;
        IsWaking = true;
        while (IsAlive && _socket.TryDequeue(out (int Line, byte[] Datagram) packet)) Receive(packet.Line, packet.Datagram);
        IsWaking = false;
        LookAtTimer();
        while (IsAlive && _linkNews.TryDequeue(out int line)) Step(VrrpInput.LinkIs(Link(line)));
    }

    /// <summary>The carrier of every line goes or comes back.</summary>
    public void SetLink(bool isUp)
    {
        for (int line = 0; line < _linkUp.Length; line++) SetLink(isUp, line);
    }

    /// <summary>The carrier of one line goes or comes back.</summary>
    public void SetLink(bool isUp, int line)
    {
        _linkUp[line] = isUp;
        if (IsFrozen) _linkNews.Enqueue(line);
        else if (IsAlive) Step(VrrpInput.LinkIs(Link(line)));
    }

    /// <summary>A new definition; also for a director whose process is not there.</summary>
    public void Define(VrrpInstanceDefinition definition, VrrpParticipantDefinition participant)
    {
        Definition = definition;
        Participant = participant;
        if (IsAlive) Step(VrrpInput.DefinitionIs(definition, participant));
        _formats = FormatsOf(definition);
    }

    /// <summary>Any other input.</summary>
    public void Give(VrrpInput input)
    {
        if (IsAlive && !IsFrozen) Step(input);
    }

    internal void Deliver(int line, byte[] datagram)
    {
        if (!IsAlive || !_linkUp[line]) return;
        if (!IsFrozen) Receive(line, datagram);
        else if (_socket.Count < SocketBufferPackets) _socket.Enqueue((line, datagram));
    }

    private void Begin(VrrpInput how)
    {
        if (_isStopping && !IsFrozen) Stop();
        if (IsAlive) return;
        _instance = new VrrpInstance(Definition, Participant);
        IsFrozen = false;
        _timer = null;
        _socket.Clear();
        for (int line = 0; line < _linkUp.Length; line++) Step(VrrpInput.LinkIs(Link(line)));
        Step(how);
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

    private LinkState Link(int line) => new(_linkUp[line], AddressKey.From(Addresses[line]), _linkUp[line] ? null : $"eth{line} has no carrier", line);

    private AdvertisementFormat[] FormatsOf(VrrpInstanceDefinition definition) => [.. Addresses.Select(source => FormatOf(definition, source))];

    private static AdvertisementFormat FormatOf(VrrpInstanceDefinition definition, IPAddress source) => new()
    {
        Version = definition.Version,
        VirtualRouterId = definition.VirtualRouterId,
        Interval = definition.AdvertisementInterval,
        Authentication = definition.Authentication,
        Addresses = definition.VirtualAddresses.Where(address => !address.Excluded).Select(address => address.Address).ToValueArray(),
        Source = source,
        Destination = AdvertisementFormat.MulticastIPv4,
    };

    private void Receive(int line, byte[] datagram)
    {
        DropReason reason = AdvertisementCodec.Read(datagram, _formats[line], out VrrpPriority priority, out AdvertisementInterval interval, out AddressKey source, out _);
        if (reason == DropReason.None) Step(VrrpInput.Received(new ReceivedAdvertisement(priority, interval, source, line)));
        else Dropped[reason] = Dropped.GetValueOrDefault(reason) + 1;
    }

    private void Step(VrrpInput input)
    {
        _outputs.Clear();
        _instance!.Step(LocalNow(), input, _outputs);
        foreach (VrrpOutput output in _outputs) CarryOut(output);
        _network.Observe(new SimulatedStep(_network.Now, LocalNow(), this, input, _outputs));
        if (_isStopping && !IsLeaving) Crash();
        else Group?.Changed(this);
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
            case VrrpOutputKind.AddRouting:
                foreach (VirtualRouteDefinition route in output.Routes) Routing.Add(route.ToString());
                foreach (VirtualRuleDefinition rule in output.Rules) Routing.Add(rule.ToString());
                break;
            case VrrpOutputKind.RemoveRouting:
                foreach (VirtualRuleDefinition rule in output.Rules) Routing.Remove(rule.ToString());
                foreach (VirtualRouteDefinition route in output.Routes) Routing.Remove(route.ToString());
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
        for (int line = 0; line < _linkUp.Length; line++)
        {
            if (!_linkUp[line]) continue;
            _identification = (ushort)(_identification == ushort.MaxValue ? 1 : _identification + 1);
            int length = AdvertisementCodec.Write(_buffer, _formats[line], priority, _identification);
            _network.Send(this, line, _buffer[..length]);
        }
    }
}
