using System.Diagnostics;
using KeepaliveConsole.System.Tests.Director;
using KeepaliveConsole.System.Tests.Rig;

namespace KeepaliveConsole.System.Tests.Isolation;

/// <summary>Hears from the kernel when an address goes, however short.</summary>
internal sealed class AddressWatch : IDisposable
{
    private readonly Process _monitor;
    private int _losses;

    public AddressWatch(RigNode machine, string address)
    {
        _monitor = Command.Start("ip", ["-n", machine.Namespace, "-o", "monitor", "address"]);
        _monitor.ErrorDataReceived += (_, _) => { };
        _monitor.OutputDataReceived += (_, line) =>
        {
            if (line.Data?.StartsWith("Deleted", StringComparison.Ordinal) == true && line.Data.Contains($" {address}/", StringComparison.Ordinal)) Interlocked.Increment(ref _losses);
        };
        _monitor.BeginOutputReadLine();
        _monitor.BeginErrorReadLine();
    }

    /// <summary>How often the address went.</summary>
    public int Losses => Volatile.Read(ref _losses);

    /// <inheritdoc />
    public void Dispose()
    {
        if (!_monitor.HasExited) _monitor.Kill();
        _monitor.WaitForExit();
        _monitor.Dispose();
    }
}
