using System.Diagnostics;

namespace KeepaliveConsole.System.Tests.Rig;

/// <summary>A real keepalived on a machine of the rig, its VRRP part only.</summary>
internal sealed class KeepalivedProcess : IDisposable
{
    private readonly Process _process;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kc-keepalived-");

    public KeepalivedProcess(RigNode machine, string configuration)
    {
        string file = Path.Combine(_folder.FullName, "keepalived.conf");
        File.WriteAllText(file, configuration);
        var start = new ProcessStartInfo("ip", ["netns", "exec", machine.Namespace, "keepalived", "--dont-fork", "--log-console", "--vrrp",
            "--use-file", file, "--pid", Path.Combine(_folder.FullName, "main.pid"), "--vrrp_pid", Path.Combine(_folder.FullName, "vrrp.pid")])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        _process = Process.Start(start)!;
        _process.OutputDataReceived += static (_, _) => { };
        _process.ErrorDataReceived += static (_, _) => { };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Asks it to end as an operator would, and waits until it has.</summary>
    public void Stop()
    {
        if (_process.HasExited) return;
        Shell.Terminate(_process); // "ip netns exec" has become keepalived itself
        if (!_process.WaitForExit(TimeSpan.FromSeconds(15))) throw new TimeoutException("keepalived did not end within 15 s of SIGTERM.");
    }

    /// <inheritdoc />
    public void Dispose()
    {
        try
        {
            Stop();
        }
        finally
        {
            if (!_process.HasExited) _process.Kill(entireProcessTree: true);
            _process.Dispose();
            _folder.Delete(recursive: true);
        }
    }
}
