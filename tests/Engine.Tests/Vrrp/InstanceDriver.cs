using System.Net;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Vrrp.Recording;
using KeepaliveConsole.Engine.Vrrp;

namespace KeepaliveConsole.Engine.Tests.Vrrp;

/// <summary>One instance on 10.88.0.12 with priority 100 and an interval of 1 s unless a test says otherwise; times in milliseconds.</summary>
internal sealed class InstanceDriver
{
    public const string Own = "10.88.0.12";
    public const string HigherPeer = "10.88.0.20";
    public const string LowerPeer = "10.88.0.11";

    public InstanceDriver(VrrpInstanceDefinition? definition = null, int priority = 100, bool initialMaster = false)
    {
        Participant = new VrrpParticipantDefinition { Node = "lb2", Interface = "eth0", Priority = new VrrpPriority((byte)priority), InitialMaster = initialMaster };
        Instance = new VrrpInstance(definition ?? V2(), Participant);
    }

    public VrrpInstance Instance { get; }

    public VrrpParticipantDefinition Participant { get; private set; }

    public VrrpTransition? LastTransition { get; private set; }

    public MonotonicTime? Timer { get; private set; }

    public static VirtualAddressDefinition Vip(string address = "10.88.0.100", int prefix = 24) => new() { Address = IPAddress.Parse(address), PrefixLength = prefix };

    public static VrrpInstanceDefinition V2(params string[] addresses) => new()
    {
        Name = "VI_WEB",
        VirtualRouterId = new VirtualRouterId(51),
        VirtualAddresses = (addresses.Length == 0 ? ["10.88.0.100"] : addresses).Select(address => Vip(address)).ToValueArray(),
    };

    public static VrrpInstanceDefinition V3(int centiseconds = 100) => V2() with { Version = VrrpVersion.V3, AdvertisementInterval = new AdvertisementInterval(centiseconds) };

    public static LinkState Usable(string source = Own) => new(true, AddressKey.From(IPAddress.Parse(source)), null);

    public static LinkState Unusable(string detail = "interface eth0 is down") => new(false, default, detail);

    public static VrrpInput Advert(int priority, string source = HigherPeer, int centiseconds = 100) =>
        VrrpInput.Received(new ReceivedAdvertisement(new VrrpPriority((byte)priority), new AdvertisementInterval(centiseconds), AddressKey.From(IPAddress.Parse(source))));

    public string At(double milliseconds, VrrpInput input)
    {
        var outputs = new List<VrrpOutput>();
        Instance.Step(new MonotonicTime((long)Math.Round(milliseconds * 1_000_000)), input, outputs);
        foreach (VrrpOutput output in outputs)
        {
            if (output.Kind == VrrpOutputKind.PublishTransition) LastTransition = output.Transition;
            if (output.Kind == VrrpOutputKind.SetTimer) Timer = output.Deadline;
        }

        return VrrpOutputText.Of(outputs);
    }

    public string Define(double milliseconds, VrrpInstanceDefinition definition, VrrpParticipantDefinition? participant = null)
    {
        Participant = participant ?? Participant;
        return At(milliseconds, VrrpInput.DefinitionIs(definition, Participant));
    }

    /// <summary>Steps at the deadline in force.</summary>
    public string AtTimer() => At(Timer!.Value.Nanoseconds / 1e6, VrrpInput.TimerElapsed);

    public InstanceDriver StartedAt0()
    {
        At(0, VrrpInput.LinkIs(Usable()));
        At(0, VrrpInput.Started);
        return this;
    }

    /// <summary>With the defaults: since 3609.375 ms.</summary>
    public InstanceDriver AsMaster()
    {
        StartedAt0();
        while (Instance.State != VrrpState.Master) AtTimer();
        return this;
    }

    public InstanceDriver AsFault()
    {
        StartedAt0();
        At(500, VrrpInput.LinkIs(Unusable()));
        return this;
    }
}
