using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Linux;
using Microsoft.Extensions.Logging.Abstractions;

namespace KeepaliveConsole.Engine.Runtime.Vrrp;

/// <summary>
/// A takeover played through before the first one: code is loaded once for a whole process, so the one in earnest does not wait for it. It
/// has an ordinary thread and sockets of its own. The runtime's locks are waited for by yielding, and a real-time thread that yields does not
/// let an ordinary one run: so none rehearses.
/// </summary>
internal sealed class Rehearsal
{
    private readonly WakeUp _wake; // disposed by the thread that waits for it
    private bool _isOver; // the election thread's alone
    private volatile bool _isCalledOff;

    private Rehearsal(WakeUp wake) => _wake = wake;

    /// <summary>Makes its thread, which waits; it belongs to the network namespace of the calling one.</summary>
    public static Rehearsal Prepare()
    {
        var rehearsal = new Rehearsal(new WakeUp());
        new Thread(rehearsal.Run) { Name = "kc-rehearsal", IsBackground = true }.Start();
        return rehearsal;
    }

    /// <summary>Plays it, the first time this is called, and returns at once. Call it, and <see cref="CallOff"/>, on one thread.</summary>
    public void Begin()
    {
        if (_isOver) return;
        _isOver = true;
        _wake.Ring();
    }

    /// <summary>Ends the thread if it has not begun; one that has ends by itself and is not waited for.</summary>
    public void CallOff()
    {
        _isCalledOff = true;
        Begin();
    }

    private void Run()
    {
        using (_wake) Readable.Wait([_wake.Number], null);
        if (_isCalledOff) return;
        try
        {
            using var reporter = new VrrpReporter(new Nobody(), NullLogger.Instance);
            VrrpLoop.Rehearse(reporter, TimeProvider.System);
            using var kernel = new KernelAddresses();
            if (kernel.TryOpen(out _)) AddressRehearsal.Play(kernel);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // Whatever it was, a process short of descriptors say: the first takeover loads its code itself, and the election goes on.
        }
    }

    private sealed class Nobody : IEventSink
    {
        public void Publish(EngineEvent engineEvent)
        {
        }
    }
}
