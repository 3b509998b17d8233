using System.Globalization;
using System.Net;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.TestKit.Simulation;
using KeepaliveConsole.Engine.Vrrp;

namespace KeepaliveConsole.Engine.Tests.Scenarios;

/// <summary>
/// The upper part of a scenario file: directors, what happens when, and how long it runs. One line each; <c>#</c> begins a comment.
/// <code>
/// director A 192.168.200.1 priority 150 nopreempt preempt-delay 3 version 3 interval 0.5 no-lease password 1111 addresses 192.168.200.16/32 vrid 52
/// director B 192.168.200.2,10.99.0.1 priority 150
/// group A1 A2
/// at 6 start A
/// until 30
/// </code>
/// Things that can happen: start, stop, kill, freeze, thaw, unplug, plug, announce (a director); priority (a director, a number);
/// addresses (a director, addresses); refuse (a director, what the kernel says); split (directors that are cut off); heal; show; yield, resume, release,
/// rejoin, take-up, well (a director); fault (a director, what is tracked and down); split-line, heal-line (its number, directors); unplug-line, plug-line (a director, its number).
/// Several addresses of a director are those on its heartbeat lines. A group is the sync group of a node, each member a director.
/// </summary>
internal sealed class ScenarioScript
{
    private readonly SimulatedNetwork _network = new(seed: 1);
    private readonly ScenarioTrace _trace = new();
    private MonotonicTime _end;

    private ScenarioScript() => _network.Stepped += _trace.Add;

    /// <summary>Plays the script and returns the trace, one line per entry.</summary>
    public static IReadOnlyList<string> Play(IEnumerable<string> lines)
    {
        var script = new ScenarioScript();
        foreach (string line in lines) script.Read(line);
        script._network.RunUntil(script._end);
        return script._trace.Lines();
    }

    private void Read(string line)
    {
        string[] words = line.Split('#')[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        switch (words)
        {
            case []:
                break;
            case ["director", string name, string address, .. string[] options]:
                AddDirector(name, [.. address.Split(',').Select(IPAddress.Parse)], options);
                break;
            case ["group", .. string[] members]:
                var group = new SimulatedGroup();
                foreach (string member in members) group.Add(_network[member]);
                break;
            case ["at", string time, .. string[] what]:
                _network.At(Seconds(time), () => Do(what));
                break;
            case ["until", string time]:
                _end = Seconds(time);
                break;
            default:
                throw new FormatException($"Not a scenario line: {line}");
        }
    }

    private void AddDirector(string name, IPAddress[] addresses, string[] options)
    {
        var definition = new VrrpInstanceDefinition { Name = "VI_1", VirtualRouterId = new VirtualRouterId(51), VirtualAddresses = Addresses(["192.168.200.16/32"]) };
        var participant = new VrrpParticipantDefinition { Node = name, Interface = "eth0", MoreInterfaces = Enumerable.Range(1, addresses.Length - 1).Select(line => $"eth{line}").ToValueArray() };
        for (int index = 0; index < options.Length; index++)
        {
            switch (options[index])
            {
                case "priority": participant = participant with { Priority = new VrrpPriority(byte.Parse(options[++index], CultureInfo.InvariantCulture)) }; break;
                case "version": definition = definition with { Version = options[++index] == "3" ? VrrpVersion.V3 : VrrpVersion.V2 }; break;
                case "interval": definition = definition with { AdvertisementInterval = AdvertisementInterval.FromTimeSpan(TimeSpan.FromSeconds(Number(options[++index]))) }; break;
                case "vrid": definition = definition with { Name = $"VI_{options[++index]}", VirtualRouterId = new VirtualRouterId(byte.Parse(options[index], CultureInfo.InvariantCulture)) }; break;
                case "nopreempt": definition = definition with { Preempt = false }; break;
                case "preempt-delay": definition = definition with { PreemptDelay = TimeSpan.FromSeconds(Number(options[++index])) }; break;
                case "no-lease": definition = definition with { UseLease = false }; break;
                case "password": definition = definition with { Authentication = new VrrpAuthentication { Type = VrrpAuthenticationType.Password, Password = options[++index] } }; break;
                case "addresses": definition = definition with { VirtualAddresses = Addresses(options[++index].Split(',')) }; break;
                default: throw new FormatException($"Not an option of a director: {options[index]}");
            }
        }

        _network.Add(name, addresses, definition, participant);
    }

    private void Do(string[] what)
    {
        if (what is ["show"])
        {
            _trace.Note(_network.Now, Holders());
            return;
        }

        _trace.Note(_network.Now, string.Join(' ', what));
        switch (what)
        {
            case ["start", string name]: _network[name].Start(); break;
            case ["stop", string name]: _network[name].Stop(); break;
            case ["kill", string name]: _network[name].Crash(); break;
            case ["freeze", string name]: _network[name].Freeze(); break;
            case ["thaw", string name]: _network[name].Thaw(); break;
            case ["unplug", string name]: _network[name].SetLink(false); break;
            case ["plug", string name]: _network[name].SetLink(true); break;
            case ["announce", string name]: _network[name].Give(VrrpInput.AnnounceRequested); break;
            case ["priority", string name, string priority]: _network[name].Give(VrrpInput.TrackingIs(new TrackEffect(int.Parse(priority, CultureInfo.InvariantCulture) - _network[name].Participant.Priority.Value, null))); break;
            case ["addresses", string name, .. string[] addresses]: _network[name].Define(_network[name].Definition with { VirtualAddresses = Addresses(addresses) }, _network[name].Participant); break;
            case ["refuse", string name, .. string[] reason]: _network[name].Give(VrrpInput.Failed(TransitionCause.AddressFailed, string.Join(' ', reason))); break;
            case ["yield", string name]: _network[name].Give(VrrpInput.YieldRequested); break;
            case ["resume", string name]: _network[name].Give(VrrpInput.ResumeRequested); break;
            case ["release", string name]: _network[name].Define(_network[name].Definition, _network[name].Participant with { Released = true }); break;
            case ["rejoin", string name]: _network[name].Define(_network[name].Definition, _network[name].Participant with { Released = false }); break;
            case ["take-up", string name]: _network[name].TakeUp(); break;
            case ["fault", string name, .. string[] reason]: _network[name].Give(VrrpInput.TrackingIs(new TrackEffect(0, string.Join(' ', reason)))); break;
            case ["well", string name]: _network[name].Give(VrrpInput.TrackingIs(TrackEffect.None)); break;
            case ["split-line", string line, .. string[] names]: foreach (string name in names) _network.MoveTo(_network[name], 1, Line(line)); break;
            case ["heal-line", string line, .. string[] names]: foreach (string name in names) _network.MoveTo(_network[name], 0, Line(line)); break;
            case ["unplug-line", string name, string line]: _network[name].SetLink(false, Line(line)); break;
            case ["plug-line", string name, string line]: _network[name].SetLink(true, Line(line)); break;
            case ["split", .. string[] names]: foreach (string name in names) _network.MoveTo(_network[name], 1); break;
            case ["heal"]: _network.Heal(); break;
            default: throw new FormatException($"Nothing that can happen: {string.Join(' ', what)}");
        }
    }

    private string Holders() => "held: " + string.Join(", ", _network.Directors.Select(director =>
        $"{director.Name} {(director.Kernel.Held(_network.Now) is { Count: > 0 } held ? string.Join(' ', held) : "nothing")}"));

    private static MonotonicTime Seconds(string text) => MonotonicTime.Zero + TimeSpan.FromSeconds(Number(text));

    private static int Line(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static ValueArray<VirtualAddressDefinition> Addresses(IEnumerable<string> texts) => texts.Select(text =>
    {
        string[] parts = text.Split('/');
        return new VirtualAddressDefinition { Address = IPAddress.Parse(parts[0]), PrefixLength = int.Parse(parts[1], CultureInfo.InvariantCulture) };
    }).ToValueArray();
}
