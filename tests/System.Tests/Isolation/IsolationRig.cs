using System.Globalization;
using System.Text.Json;
using KeepaliveConsole.System.Tests.Rig;

namespace KeepaliveConsole.System.Tests.Isolation;

/// <summary>A machine for consoles and their election processes, another one that watches the wire, and a data directory.</summary>
internal sealed class IsolationRig : IDisposable
{
    /// <summary>The virtual address of <see cref="Conf"/>.</summary>
    public const string Vip = "10.77.0.100";

    private readonly NetworkRig _rig = new();
    private readonly List<ConsoleUnderTest> _consoles = [];
    private readonly List<AddressWatch> _watches = [];
    private readonly bool _hasDisk;

    /// <summary>Wires it up and puts <paramref name="conf"/> into force.</summary>
    /// <param name="conf">A keepalived.conf.</param>
    /// <param name="diskMebibytes">The data directory is a disk of its own, this large; null = a folder.</param>
    public IsolationRig(string conf, int? diskMebibytes = null)
    {
        if (diskMebibytes is { } size) Shell.Run($"mount -t tmpfs -o size={size}m kciso {Data}");
        _hasDisk = diskMebibytes is not null;
        Machine = _rig.AddNode("a", "10.77.0.1/24");
        Watcher = _rig.AddNode("w", "10.77.0.9/24");
        Sniffer = new Sniffer(Watcher);
        ConsoleUnderTest.Prepare(Data, conf);
    }

    /// <summary>Where the consoles run.</summary>
    public RigNode Machine { get; }

    /// <summary>Hears all adverts.</summary>
    public RigNode Watcher { get; }

    /// <summary>What it hears.</summary>
    public Sniffer Sniffer { get; }

    /// <summary>The data directory of all consoles.</summary>
    public string Data { get; } = Directory.CreateTempSubdirectory("kciso-").FullName;

    /// <summary>Where an election process listens.</summary>
    public string SocketPath => Path.Combine(Data, "election.sock");

    /// <summary>Does the machine hold the virtual address?</summary>
    public bool HoldsVip => Machine.Holds(Vip);

    /// <summary>One instance on eth0 with <see cref="Vip"/>.</summary>
    public static string Conf(string interval = "0.1", int priority = 150) => string.Create(CultureInfo.InvariantCulture, $$"""
        vrrp_instance VI_1 {
            state BACKUP
            interface eth0
            virtual_router_id 51
            priority {{priority}}
            version 3
            advert_int {{interval}}
            garp_master_delay 0
            virtual_ipaddress {
                {{Vip}}/24
            }
        }
        """);

    /// <summary>Starts a console.</summary>
    public ConsoleUnderTest Start(params string[] arguments)
    {
        var console = ConsoleUnderTest.Start(Machine, Data, arguments);
        _consoles.Add(console);
        return console;
    }

    /// <summary>Watches whether the virtual address goes, from now on.</summary>
    public AddressWatch WatchVip()
    {
        var watch = new AddressWatch(Machine, Vip);
        _watches.Add(watch);
        return watch;
    }

    /// <summary>Adds another machine.</summary>
    public RigNode AddNode(string name, string address) => _rig.AddNode(name, address);

    /// <summary>The longest silence between adverts from the given one on, which is the one before what the test did.</summary>
    public TimeSpan LongestGap(int from)
    {
        IReadOnlyList<CapturedFrame> adverts = [.. Sniffer.Adverts.Skip(from - 1)];
        return adverts.Count < 2 ? TimeSpan.MaxValue : adverts.Zip(adverts.Skip(1), Sniffer.Between).Max();
    }

    /// <summary>Did a master say that it leaves?</summary>
    public static bool IsRelease(CapturedFrame advert) => advert.Bytes[14 + 20 + 2] == 0;

    /// <summary>Does such a process run?</summary>
    public static bool Lives(int process) =>
        Directory.Exists($"/proc/{process}") && !File.ReadAllText($"/proc/{process}/stat").Contains(") Z ", StringComparison.Ordinal);

    /// <summary>The id of the election process in a status, which must be like this.</summary>
    public static int ElectionOf(JsonElement status, bool adopted, int restarts)
    {
        JsonElement process = ProcessIn(status);
        Assert.Equal(adopted, process.GetProperty("adopted").GetBoolean());
        Assert.Equal(restarts, process.GetProperty("restarts").GetInt32());
        return process.GetProperty("processId").GetInt32();
    }

    /// <summary>How often it was started again; -1 = the election runs in the console.</summary>
    public static int Restarts(JsonElement status) => ProcessIn(status) is { ValueKind: JsonValueKind.Object } process ? process.GetProperty("restarts").GetInt32() : -1;

    /// <summary>Election processes that run on the machine.</summary>
    public IReadOnlyList<int> Elections() => [.. Shell.Run($"ip netns pids {Machine.Namespace}").Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(line => int.Parse(line, CultureInfo.InvariantCulture))
        .Where(id => IsElection(id) && Lives(id))];

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (ConsoleUnderTest console in _consoles) console.Dispose();
        foreach (AddressWatch watch in _watches) watch.Dispose();
        Sniffer.Dispose();
        _rig.Dispose(); // also ends an election process that still runs in it
        if (_hasDisk) Shell.Run($"umount -l {Data}");
        Directory.Delete(Data, recursive: true);
    }

    private static JsonElement ProcessIn(JsonElement status) => status.GetProperty("engine").GetProperty("electionProcess");

    private static bool IsElection(int id)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/cmdline").Split('\0').Contains("election");
        }
        catch (IOException)
        {
            return false; // it ended in this moment
        }
    }
}
