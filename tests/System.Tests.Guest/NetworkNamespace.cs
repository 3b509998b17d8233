using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace KeepaliveConsole.System.Tests.Guest;

/// <summary>A network namespace of a test's own; removed when disposed, with everything in it.</summary>
internal sealed partial class NetworkNamespace : IDisposable
{
    private const int CloneNewNet = 0x40000000;

    /// <summary>Makes the namespace; its loopback is up.</summary>
    public NetworkNamespace(string name)
    {
        Name = name;
        Tool.Run("ip", $"netns add {name}");
        Batch("link set lo up");
    }

    public string Name { get; }

    /// <summary>Runs <c>ip -batch</c> in it: one command a line, without the word ip.</summary>
    public void Batch(params string[] commands) => Tool.Run("ip", $"-n {Name} -batch -", string.Join('\n', commands) + "\n");

    /// <summary>Does <paramref name="work"/> on a thread inside: sockets, threads and programs that it makes belong to the namespace.</summary>
    public T Run<T>(Func<T> work) => RunIn(Name, work);

    /// <summary>The same in a namespace that another program made. The thread is a new one, never the pool's.</summary>
    public static T RunIn<T>(string name, Func<T> work)
    {
        T result = default!;
        ExceptionDispatchInfo? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                Enter(name);
                result = work();
            }
            catch (Exception problem)
            {
                failure = ExceptionDispatchInfo.Capture(problem);
            }
        }) { IsBackground = true };
        thread.Start();
        thread.Join();
        failure?.Throw();
        return result;
    }

    /// <summary>As <see cref="Run{T}"/>, without a result.</summary>
    public void Run(Action work) => Run(() =>
    {
        work();
        return true;
    });

    public void Dispose() => Tool.Try("ip", $"netns del {Name}");

    private static void Enter(string name)
    {
        using SafeFileHandle file = File.OpenHandle($"/run/netns/{name}");
        if (setns((int)file.DangerousGetHandle(), CloneNewNet) != 0)
            throw new InvalidOperationException($"cannot enter network namespace {name}, these tests run as root: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial int setns(int descriptor, int kind);
}
