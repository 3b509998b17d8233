using System.Diagnostics;
using System.Globalization;
using KeepaliveConsole.System.Tests.Rig;

namespace KeepaliveConsole.System.Tests.Interop;

/// <summary>
/// FRR's zebra and vrrpd on a machine of the rig. FRR keeps the virtual addresses on a macvlan of its own for each family and
/// takes that interface down (protodown) while it is Backup.
/// </summary>
internal sealed class FrrRouter : IDisposable
{
    private const string Daemons = "/usr/lib/frr";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kc-frr-");
    private readonly List<Process> _processes = [];
    private readonly RigNode _machine;

    public FrrRouter(RigNode machine, int version, int priority, string? vip4, string? vip6)
    {
        _machine = machine;
        if (vip4 is not null) AddMacvlan("vrrp4-51", "00:00:5e:00:01:33", $"{vip4}/32", "");
        if (vip6 is not null) AddMacvlan("vrrp6-51", "00:00:5e:00:02:33", $"{vip6}/64", "nodad");
        string interval = (version == 2 ? 1000 : 300).ToString(CultureInfo.InvariantCulture);
        File.WriteAllText(Path.Combine(_folder.FullName, "frr.conf"), $"""
            hostname k
            log file {_folder.FullName}/log
            interface eth0
             vrrp 51 version {version}
             vrrp 51 priority {priority}
             vrrp 51 advertisement-interval {interval}
            {(vip4 is null ? "" : $" vrrp 51 ip {vip4}")}
            {(vip6 is null ? "" : $" vrrp 51 ipv6 {vip6}")}

            """);
        Shell.Run($"chown -R frr:frr {_folder.FullName}");
        Start("zebra");
        WaitFor.True(() => File.Exists(Path.Combine(_folder.FullName, "zserv.api")), "zebra's socket");
        Start("vrrpd");
    }

    /// <summary>Is it master of this family?</summary>
    public bool IsMaster(bool ipv6) => _machine.Ip($"-o link show {(ipv6 ? "vrrp6-51" : "vrrp4-51")}").Contains("state UP", StringComparison.Ordinal);

    /// <summary>Asks vrrpd, then zebra, to end: vrrpd says priority 0.</summary>
    public void Stop()
    {
        for (int i = _processes.Count - 1; i >= 0; i--)
        {
            if (_processes[i].HasExited) continue;
            Shell.Terminate(_processes[i]);
            if (!_processes[i].WaitForExit(TimeSpan.FromSeconds(10))) _processes[i].Kill(entireProcessTree: true);
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Stop();
        foreach (Process process in _processes) process.Dispose();
        foreach (string name in new[] { "vrrp4-51", "vrrp6-51" }) Shell.TryRun($"ip -n {_machine.Namespace} link del {name}");
        _folder.Delete(recursive: true);
    }

    private void AddMacvlan(string name, string hardwareAddress, string address, string flags)
    {
        _machine.Ip($"link add {name} link eth0 type macvlan mode bridge");
        _machine.Ip($"link set dev {name} address {hardwareAddress}");
        _machine.Ip($"addr add {address} dev {name} {flags}");
        _machine.Ip($"link set dev {name} up");
    }

    private void Start(string daemon)
    {
        string folder = _folder.FullName;
        string[] command =
        [
            "netns", "exec", _machine.Namespace, Path.Combine(Daemons, daemon), "-f", $"{folder}/frr.conf", "-z", $"{folder}/zserv.api",
            "-i", $"{folder}/{daemon}.pid", "--vty_socket", folder, "-A", "127.0.0.1", "-P", "0",
        ];
        var process = Process.Start(new ProcessStartInfo("ip", command) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        process.OutputDataReceived += static (_, _) => { };
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        _processes.Add(process);
    }
}
