using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Linux;
using Microsoft.Extensions.Logging.Abstractions;

namespace KeepaliveConsole.Engine.Runtime.Vrrp;

/// <summary>
/// A takeover played through, beside the threads that listen already: code is loaded once for a whole process, so the first takeover in earnest
/// does not wait for it. Belongs to the network namespace of the thread that begins it.
/// </summary>
internal static class Rehearsal
{
    /// <summary>Begins it on a thread of its own, which ends with it after some 50 ms.</summary>
    /// <param name="realTimePriority">The election thread's; this one runs below it and the address thread, yet before everything that waits anyway. 0 = ordinary.</param>
    /// <param name="time">Wall clock.</param>
    /// <returns>The thread.</returns>
    public static Thread Begin(int realTimePriority, TimeProvider time)
    {
        var thread = new Thread(() => Play(realTimePriority, time)) { Name = "kc-rehearsal", IsBackground = true };
        thread.Start();
        return thread;
    }

    private static void Play(int realTimePriority, TimeProvider time)
    {
        // Refused: the election thread was refused it too, and says so.
        if (realTimePriority > 0) _ = RealTimeThread.Become(Math.Clamp(realTimePriority - 2, 1, 99));
        using var reporter = new VrrpReporter(new Nobody(), NullLogger.Instance);
        VrrpLoop.Rehearse(reporter, time);
        // Sockets of its own: those of the address thread are for one thread.
        using var kernel = new KernelAddresses();
        if (kernel.TryOpen(out _)) AddressRehearsal.Play(kernel);
    }

    private sealed class Nobody : IEventSink
    {
        public void Publish(EngineEvent engineEvent)
        {
        }
    }
}
