using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Engine.Vrrp.Recording;

/// <summary>
/// One input given to an election, or one output it asked for, and when. A value of about 130 bytes that allocates nothing, for a ring of recent ones:
/// record each input before its outputs, with the time it was stepped with.
/// </summary>
public readonly struct TraceEntry
{
    private const long Nothing = long.MinValue;
    private const byte GapKind = byte.MaxValue;

    private readonly byte _kind;
    private readonly byte _line;
    private readonly int _number;
    private readonly int _second;
    private readonly long _long;
    private readonly AddressKey _address;
    private readonly object? _reference;
    private readonly object? _other;
    private readonly ValueArray<VirtualAddressDefinition> _addresses;
    private readonly ValueArray<VirtualRouteDefinition> _routes;
    private readonly ValueArray<VirtualRuleDefinition> _rules;

    /// <summary>An input, stepped at <paramref name="at"/>.</summary>
    public TraceEntry(MonotonicTime at, in VrrpInput input)
    {
        At = at;
        IsInput = true;
        _kind = (byte)input.Kind;
        switch (input.Kind)
        {
            case VrrpInputKind.AdvertisementReceived:
                _number = input.Advertisement.Priority.Value;
                _second = input.Advertisement.Interval.Centiseconds;
                _address = input.Advertisement.Source;
                _line = (byte)input.Advertisement.Line;
                break;
            case VrrpInputKind.LinkChanged:
                _number = input.Link.IsUsable ? 1 : 0;
                _address = input.Link.Source;
                _line = (byte)input.Link.Line;
                _reference = input.Link.Detail;
                break;
            case VrrpInputKind.TrackingChanged:
                _number = input.Tracking.Offset;
                _reference = input.Tracking.Fault;
                break;
            case VrrpInputKind.DefinitionChanged:
                _reference = input.Definition;
                _other = input.Participant;
                break;
            case VrrpInputKind.OutputFailed:
                _number = (int)input.Cause;
                _reference = input.Detail;
                break;
            case VrrpInputKind.GroupMoved:
                _number = (int)input.GroupState;
                _reference = input.Detail;
                break;
            case VrrpInputKind.StopRequested:
                _long = input.Limit?.Ticks ?? Nothing;
                break;
        }
    }

    /// <summary>An output, asked for at <paramref name="at"/>.</summary>
    public TraceEntry(MonotonicTime at, in VrrpOutput output)
    {
        At = at;
        _kind = (byte)output.Kind;
        _number = output.Kind switch
        {
            VrrpOutputKind.SendAdvertisement => output.Priority.Value,
            VrrpOutputKind.Announce => output.Repeat,
            _ => output.LeaseSeconds ?? 0,
        };
        _long = output.Deadline?.Nanoseconds ?? Nothing;
        _addresses = output.Addresses;
        _routes = output.Routes;
        _rules = output.Rules;
        _reference = output.Transition;
    }

    private TraceEntry(MonotonicTime at, byte kind)
    {
        At = at;
        _kind = kind;
    }

    /// <summary>When.</summary>
    public MonotonicTime At { get; }

    /// <summary>Are older entries missing here?</summary>
    public bool IsGap => _kind == GapKind;

    /// <summary>Is it a change of state?</summary>
    public bool IsTransition => !IsInput && _kind == (byte)VrrpOutputKind.PublishTransition;

    /// <summary>Is it one of the two inputs that come all the time, an advert or a timer?</summary>
    public bool IsRoutine => IsInput && _kind is (byte)VrrpInputKind.AdvertisementReceived or (byte)VrrpInputKind.TimerElapsed;

    /// <summary>Is it an input?</summary>
    public bool IsInput { get; }

    /// <summary>Older entries are missing here.</summary>
    public static TraceEntry Gap(MonotonicTime at) => new(at, GapKind);

    /// <summary>The input; only when <see cref="IsInput"/>.</summary>
    public VrrpInput ToInput() => (VrrpInputKind)_kind switch
    {
        VrrpInputKind.Started => VrrpInput.Started,
        VrrpInputKind.TakenUp => VrrpInput.TakenUp,
        VrrpInputKind.TimerElapsed => VrrpInput.TimerElapsed,
        VrrpInputKind.AnnounceRequested => VrrpInput.AnnounceRequested,
        VrrpInputKind.YieldRequested => VrrpInput.YieldRequested,
        VrrpInputKind.ResumeRequested => VrrpInput.ResumeRequested,
        VrrpInputKind.AdvertisementReceived => VrrpInput.Received(new ReceivedAdvertisement(new VrrpPriority((byte)_number), new AdvertisementInterval(_second), _address, _line)),
        VrrpInputKind.LinkChanged => VrrpInput.LinkIs(new LinkState(_number != 0, _address, (string?)_reference, _line)),
        VrrpInputKind.TrackingChanged => VrrpInput.TrackingIs(new TrackEffect(_number, (string?)_reference)),
        VrrpInputKind.DefinitionChanged => VrrpInput.DefinitionIs((VrrpInstanceDefinition)_reference!, (VrrpParticipantDefinition)_other!),
        VrrpInputKind.OutputFailed => VrrpInput.Failed((TransitionCause)_number, (string?)_reference ?? ""),
        VrrpInputKind.GroupMoved => VrrpInput.GroupIs((VrrpState)_number, (string?)_reference),
        VrrpInputKind.StopRequested => VrrpInput.StopWithin(_long == Nothing ? null : new TimeSpan(_long)),
        _ => throw new InvalidOperationException("The entry is empty."),
    };

    /// <summary>The output; only when not <see cref="IsInput"/>.</summary>
    public VrrpOutput ToOutput() => (VrrpOutputKind)_kind switch
    {
        VrrpOutputKind.SendAdvertisement => VrrpOutput.Send(new VrrpPriority((byte)_number)),
        VrrpOutputKind.AddAddresses => VrrpOutput.Add(_addresses, _number == 0 ? null : _number),
        VrrpOutputKind.RemoveAddresses => VrrpOutput.Remove(_addresses),
        VrrpOutputKind.RenewAddresses => VrrpOutput.Renew(_addresses, _number),
        VrrpOutputKind.AddRouting => VrrpOutput.Route(_routes, _rules),
        VrrpOutputKind.RemoveRouting => VrrpOutput.Unroute(_routes, _rules),
        VrrpOutputKind.Announce => VrrpOutput.Announce(_addresses, _number),
        VrrpOutputKind.SetTimer => VrrpOutput.TimerAt(_long == Nothing ? null : new MonotonicTime(_long)),
        VrrpOutputKind.PublishTransition => VrrpOutput.Publish((VrrpTransition)_reference!),
        _ => throw new InvalidOperationException("The entry is empty."),
    };
}
