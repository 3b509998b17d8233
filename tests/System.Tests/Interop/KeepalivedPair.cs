using System.Diagnostics;
using KeepaliveConsole.System.Tests.Director;

namespace KeepaliveConsole.System.Tests.Interop;

/// <summary>A bridge with two hosts in namespaces of their own: one runs Debian's keepalived, the other the console.</summary>
internal sealed class KeepalivedPair : IDisposable
{
    public const string Vip = "10.77.0.100";
    private const string Switch = "kctest-ip-sw";
    public const string Keepalived = "kctest-ip-ka";
    public const string Console = "kctest-ip-kc";

    private readonly string _folder = Directory.CreateTempSubdirectory("kctest-").FullName;
    private readonly int _version;
    private Process? _keepalived;
    private Process? _console;

    public KeepalivedPair(int version)
    {
        _version = version;
        RemoveNamespaces();
        try
        {
            foreach (string name in new[] { Switch, Keepalived, Console })
            {
                Command.Run("ip", "netns", "add", name);
                Command.Run("ip", "-n", name, "link", "set", "lo", "up");
            }

            Command.Run("ip", "-n", Switch, "link", "add", "br0", "type", "bridge");
            Command.Run("ip", "-n", Switch, "link", "set", "br0", "up");
            Connect(Keepalived, "10.77.0.1/24");
            Connect(Console, "10.77.0.2/24");
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Starts keepalived with a priority.</summary>
    public void StartKeepalived(int priority)
    {
        string conf = WriteConf("ka", priority);
        _keepalived = Command.Start("ip", ["netns", "exec", Keepalived, "keepalived", "-n", "-l", "-P", "-f", conf, "-p", Path.Combine(_folder, "ka.pid"), "-r", Path.Combine(_folder, "ka-vrrp.pid")]);
        Drain(_keepalived);
    }

    /// <summary>Starts the console with a priority, from the same kind of file, and waits until it answers.</summary>
    public void StartConsole(int priority)
    {
        string conf = WriteConf("kc", priority);
        string data = Path.Combine(_folder, $"data-{Guid.NewGuid():N}");
        _console = Command.Start("ip", ["netns", "exec", Console, Checkout.Console, "serve", "--conf", conf, "--data", data, "--node", "kc", "--urls", "http://127.0.0.1:8399"]);
        Drain(_console);
        Eventually.Holds(TimeSpan.FromSeconds(60),
            () => Command.Try("ip", ["netns", "exec", Console, "curl", "-fsS", "-o", "/dev/null", "http://127.0.0.1:8399/livez"]).Code == 0,
            () => "the console does not answer");
    }

    public void StopKeepalived() => Stop(ref _keepalived, "TERM");

    public void StopConsole() => Stop(ref _console, "TERM");

    public void KillConsole() => Stop(ref _console, "KILL");

    /// <summary>The namespaces whose kernel holds the VIP.</summary>
    public static IReadOnlyList<string> Owners() => [.. new[] { Keepalived, Console }.Where(name =>
        Command.Try("ip", ["-n", name, "-4", "-o", "addr", "show", "dev", "eth0"]).Output.Contains($" {Vip}/", StringComparison.Ordinal))];

    /// <summary>Waits until exactly <paramref name="name"/> holds the VIP.</summary>
    public static TimeSpan WaitForOwner(string name, double seconds) => Eventually.Holds(TimeSpan.FromSeconds(seconds),
        () => Owners() is [var only] && only == name, () => $"owners are [{string.Join(", ", Owners())}], wanted {name}");

    /// <summary>Watches for <paramref name="seconds"/> s; fails when ever another set than <paramref name="name"/> alone holds the VIP.</summary>
    public static void AssertSteady(string name, double seconds)
    {
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed.TotalSeconds < seconds)
        {
            Assert.Equal([name], Owners());
            Thread.Sleep(50);
        }
    }

    public void Dispose()
    {
        Stop(ref _console, "TERM");
        Stop(ref _keepalived, "TERM");
        RemoveNamespaces();
        Directory.Delete(_folder, true);
    }

    private static void Connect(string name, string address)
    {
        string port = name[^2..];
        Command.Run("ip", "-n", Switch, "link", "add", port, "type", "veth", "peer", "name", "eth0", "netns", name);
        Command.Run("ip", "-n", Switch, "link", "set", port, "master", "br0", "up");
        Command.Run("ip", "-n", name, "addr", "add", address, "dev", "eth0");
        Command.Run("ip", "-n", name, "link", "set", "eth0", "up");
    }

    private static void RemoveNamespaces()
    {
        foreach (string name in new[] { Switch, Keepalived, Console }) Command.Try("ip", ["netns", "del", name]);
    }

    private static void Drain(Process process)
    {
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    private static void Stop(ref Process? process, string signal)
    {
        if (process is null) return;
        if (!process.HasExited)
        {
            Command.Try("kill", [$"-{signal}", $"{process.Id}"]);
            if (!process.WaitForExit(TimeSpan.FromSeconds(10)))
            {
                process.Kill(entireProcessTree: true);
                process.WaitForExit();
            }
        }

        process.Dispose();
        process = null;
    }

    private string WriteConf(string name, int priority)
    {
        string path = Path.Combine(_folder, $"{name}-{priority}.conf");
        string authentication = _version == 2 ? "authentication {\n    auth_type PASS\n    auth_pass interop1\n  }" : "";
        File.WriteAllText(path, $$"""
            global_defs {
              router_id {{name}}
            }
            vrrp_instance VI_1 {
              state BACKUP
              interface eth0
              virtual_router_id 77
              version {{_version}}
              priority {{priority}}
              advert_int 1
              {{authentication}}
              virtual_ipaddress {
                {{Vip}}/24 dev eth0
              }
            }

            """);
        return path;
    }
}
