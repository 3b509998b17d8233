using System.Buffers.Binary;
using System.Globalization;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Linux;
using KeepaliveConsole.Engine.Linux.Route;
using KeepaliveConsole.Engine.Runtime.Vrrp;
using KeepaliveConsole.Engine.Vrrp;

namespace KeepaliveConsole.Engine.Tests.Runtime.Vrrp;

/// <summary>Records what is done to the kernel and told to the loop, in one order.</summary>
internal sealed class FakeAddressKernel : IAddressKernel, IAddressReports
{
    public List<string> Log { get; } = [];

    public LinuxError AddAnswer { get; set; }

    public LinuxError RemoveAnswer { get; set; }

    public LinuxError RouteAnswer { get; set; }

    /// <summary>Frames the interface takes before it says EAGAIN.</summary>
    public int FramesTaken { get; set; } = int.MaxValue;

    public LinuxError SendAnswer { get; set; }

    public IEnumerable<EngineEvent> Events => _events;

    public List<(TransitionCause Cause, string Detail)> Failures { get; } = [];

    public List<LinkState> Links { get; } = [];

    public List<LineFacts?> LineFacts { get; } = [];

    public List<RouteFacts> Routes { get; } = [];

    public List<RuleFacts> Rules { get; } = [];

    public Dictionary<string, string> Switches { get; } = [];

    public List<string> Filters { get; } = [];

    private readonly List<EngineEvent> _events = [];

    public void Add(ReadOnlySpan<AddressRequest> requests, Span<LinuxError> answers)
    {
        for (int i = 0; i < requests.Length; i++)
        {
            AddressRequest request = requests[i];
            Log.Add($"add {request.Address}/{request.PrefixLength} {request.InterfaceIndex} {request.Label ?? "-"} {request.LeaseSeconds?.ToString(CultureInfo.InvariantCulture) ?? "-"}");
            answers[i] = AddAnswer;
        }
    }

    public void Remove(ReadOnlySpan<AddressRequest> requests, Span<LinuxError> answers)
    {
        for (int i = 0; i < requests.Length; i++)
        {
            Log.Add($"remove {requests[i].Address}/{requests[i].PrefixLength} {requests[i].InterfaceIndex}");
            answers[i] = RemoveAnswer;
        }
    }

    public int SendFrames(ReadOnlySpan<byte> frames, int frameLength, int interfaceIndex, out LinuxError error)
    {
        int sent = 0;
        error = SendAnswer;
        for (; sent < frames.Length / frameLength && error.IsSuccess; sent++)
        {
            if (FramesTaken-- <= 0)
            {
                error = new LinuxError(LinuxError.EAGAIN);
                return sent;
            }

            Log.Add($"{Describe(frames.Slice(sent * frameLength, frameLength))} {interfaceIndex}");
        }

        return sent;
    }

    public LinuxError AddMacvlan(string name, int baseIndex, ReadOnlySpan<byte> hardwareAddress)
    {
        Log.Add($"macvlan {name} {baseIndex} {Convert.ToHexStringLower(hardwareAddress)}");
        return LinuxError.None;
    }

    public LinuxError RemoveLink(int index)
    {
        Log.Add($"remove link {index}");
        return LinuxError.None;
    }

    public LinuxError ListRouting(List<RouteFacts> routes, List<RuleFacts> rules)
    {
        routes.Clear();
        rules.Clear();
        routes.AddRange(Routes);
        rules.AddRange(Rules);
        return LinuxError.None;
    }

    public LinuxError AddRoute(in RouteFacts route)
    {
        Log.Add($"route {route.Destination}/{route.PrefixLength} {route.Table}");
        if (RouteAnswer.IsSuccess) Routes.Add(route);
        return RouteAnswer;
    }

    public LinuxError RemoveRoute(in RouteFacts route)
    {
        Log.Add($"remove route {route.Destination}/{route.PrefixLength}");
        Routes.Remove(route);
        return LinuxError.None;
    }

    public LinuxError AddRule(in RuleFacts rule)
    {
        Log.Add($"rule {rule.Table}");
        Rules.Add(rule with { Priority = rule.Priority ?? 32765 });
        return LinuxError.None;
    }

    public LinuxError RemoveRule(in RuleFacts rule)
    {
        Log.Add($"remove rule {rule.Table}");
        Rules.Remove(rule);
        return LinuxError.None;
    }

    public string? ReadSwitch(string name) => Switches.GetValueOrDefault(name);

    public string? WriteSwitch(string name, string value)
    {
        if (!Switches.ContainsKey(name)) return "no such file";
        Switches[name] = value;
        return null;
    }

    public void Filter(string script) => Filters.Add(script);

    public void LinkIs(VrrpCell cell, LinkState state, LineFacts? facts)
    {
        Links.Add(state);
        LineFacts.Add(facts);
    }

    public void RivalAnswered(VrrpCell cell, AddressKey address, ValueArray<byte> hardwareAddress) => Log.Add($"rival {address} {Convert.ToHexStringLower(hardwareAddress.Span)}");

    public void NeighbourAnswered(VrrpCell cell, AddressKey address) => Log.Add($"neighbour {address}");

    public void Failed(VrrpCell cell, TransitionCause cause, string detail) => Failures.Add((cause, detail));

    public void Publish(EngineEvent engineEvent) => _events.Add(engineEvent);

    private static string Describe(ReadOnlySpan<byte> frame)
    {
        if (BinaryPrimitives.ReadUInt16BigEndian(frame[12..]) == 0x86DD)
            return $"{(frame[54] == 136 ? "na" : "ns")} {new System.Net.IPAddress(frame[62..78])}{(frame[54] == 136 && (frame[58] & 0x80) != 0 ? " router" : "")}";
        return BinaryPrimitives.ReadUInt32BigEndian(frame[28..]) == 0 ? $"probe {new System.Net.IPAddress(frame[38..42])}" : $"arp {new System.Net.IPAddress(frame[28..32])}";
    }
}
