using System.Net;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Linux;
using KeepaliveConsole.Engine.Linux.Route;
using KeepaliveConsole.Engine.Vrrp;

namespace KeepaliveConsole.Engine.Runtime.Vrrp;

/// <summary>
/// Takes an address, announces it and gives it up again. The first takeover of a process would otherwise wait for its code to be loaded, some
/// milliseconds in which nobody serves the address. What reaches the kernel names the interface 0, which no kernel has: it refuses each
/// request, after the same way there and back as a real one.
/// </summary>
/// <param name="earnest">The kernel.</param>
internal sealed class AddressRehearsal(IAddressKernel earnest) : IAddressKernel, IAddressReports
{
    /// <summary>An interface that cannot be: ifindex begins with 1.</summary>
    private const int Nowhere = 0;

    private const string Interface = "rehearsal";

    /// <summary>Plays it once. Changes nothing outside.</summary>
    public static void Play(IAddressKernel earnest)
    {
        var stage = new AddressRehearsal(earnest);
        var keeper = new AddressKeeper(stage, stage);
        keeper.Table.Set(new LinkFacts(1, Interface, [2, 0, 0, 0, 0, 1], IsUp: true, HasCarrier: true, SpeaksArp: true));
        keeper.Table.Set(new AddressFacts(1, AddressKey.From(IPAddress.Parse("192.0.2.1")), 24, IsSecondary: false, IsPermanent: true));
        ValueArray<VirtualAddressDefinition> addresses = [new VirtualAddressDefinition { Address = IPAddress.Parse("192.0.2.2"), PrefixLength = 24 }];
        var participant = new VrrpParticipantDefinition { Node = Interface, Interface = Interface };
        var cell = new VrrpCell(
            new VrrpInstanceDefinition { Name = Interface, VirtualRouterId = new VirtualRouterId(1), VirtualAddresses = addresses, Participants = [participant] },
            participant);
        var now = new MonotonicTime(1);
        keeper.Do(new AddressWork(AddressWorkKind.Watch, cell), now);
        keeper.Do(new AddressWork(AddressWorkKind.Add, cell, addresses, LeaseSeconds: 4), now);
        keeper.Do(new AddressWork(AddressWorkKind.Announce, cell, addresses, Repeat: 1), now);
        keeper.Pump(now);
        keeper.Do(new AddressWork(AddressWorkKind.Renew, cell, addresses, LeaseSeconds: 4), now);
        keeper.Reconcile(now);
        keeper.Do(new AddressWork(AddressWorkKind.Remove, cell, addresses), now);
        keeper.Do(new AddressWork(AddressWorkKind.Forget, cell), now);
    }

    public void Add(ReadOnlySpan<AddressRequest> requests, Span<LinuxError> answers)
    {
        foreach (AddressRequest request in requests) earnest.Add([request with { InterfaceIndex = Nowhere }], answers);
        answers.Fill(LinuxError.None);
    }

    public void Remove(ReadOnlySpan<AddressRequest> requests, Span<LinuxError> answers)
    {
        foreach (AddressRequest request in requests) earnest.Remove([request with { InterfaceIndex = Nowhere }], answers);
        answers.Fill(LinuxError.None);
    }

    public int SendFrames(ReadOnlySpan<byte> frames, int frameLength, int interfaceIndex, out LinuxError error)
    {
        _ = earnest.SendFrames(frames, frameLength, Nowhere, out _);
        error = LinuxError.None;
        return frames.Length / frameLength;
    }

    public LinuxError AddMacvlan(string name, int baseIndex, ReadOnlySpan<byte> hardwareAddress) => LinuxError.None;

    public LinuxError RemoveLink(int index) => LinuxError.None;

    public LinuxError ListRouting(List<RouteFacts> routes, List<RuleFacts> rules) => LinuxError.None;

    public LinuxError AddRoute(in RouteFacts route) => LinuxError.None;

    public LinuxError RemoveRoute(in RouteFacts route) => LinuxError.None;

    public LinuxError AddRule(in RuleFacts rule) => LinuxError.None;

    public LinuxError RemoveRule(in RuleFacts rule) => LinuxError.None;

    public string? ReadSwitch(string name) => null;

    public string? WriteSwitch(string name, string value) => null;

    public void Filter(string script)
    {
    }

    public void LinkIs(VrrpCell cell, LinkState state, LineFacts? facts)
    {
    }

    public void RivalAnswered(VrrpCell cell, AddressKey address, ValueArray<byte> hardwareAddress)
    {
    }

    public void NeighbourAnswered(VrrpCell cell, AddressKey address)
    {
    }

    public void Failed(VrrpCell cell, TransitionCause cause, string detail)
    {
    }

    public void Publish(EngineEvent engineEvent)
    {
    }
}
