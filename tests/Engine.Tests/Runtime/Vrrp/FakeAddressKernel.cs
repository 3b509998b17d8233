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

    public IEnumerable<EngineEvent> Events => _events;

    public List<(TransitionCause Cause, string Detail)> Failures { get; } = [];

    public List<LinkState> Links { get; } = [];

    private readonly List<EngineEvent> _events = [];

    public LinuxError Add(int interfaceIndex, AddressKey address, int prefixLength, string? label, int? leaseSeconds)
    {
        Log.Add($"add {address}/{prefixLength} {interfaceIndex} {label ?? "-"} {leaseSeconds?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "-"}");
        return AddAnswer;
    }

    public LinuxError Remove(int interfaceIndex, AddressKey address, int prefixLength)
    {
        Log.Add($"remove {address}/{prefixLength} {interfaceIndex}");
        return RemoveAnswer;
    }

    public LinuxError SendFrame(ReadOnlySpan<byte> frame, int interfaceIndex)
    {
        Log.Add($"arp {new System.Net.IPAddress(frame[28..32])} {interfaceIndex}");
        return LinuxError.None;
    }

    public void LinkIs(VrrpCell cell, LinkState state, LineFacts? facts) => Links.Add(state);

    public void RivalAnswered(VrrpCell cell, AddressKey address, ValueArray<byte> hardwareAddress) => Log.Add($"rival {address} {Convert.ToHexStringLower(hardwareAddress.Span)}");

    public void NeighbourAnswered(VrrpCell cell, AddressKey address) => Log.Add($"neighbour {address}");

    public void Failed(VrrpCell cell, TransitionCause cause, string detail) => Failures.Add((cause, detail));

    public void Publish(EngineEvent engineEvent) => _events.Add(engineEvent);
}
