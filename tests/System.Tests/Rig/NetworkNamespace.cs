using System.ComponentModel;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using System.Text;

namespace KeepaliveConsole.System.Tests.Rig;

/// <summary>Runs code inside a named network namespace. Threads and sockets made there stay there.</summary>
internal static class NetworkNamespace
{
    private const int O_RDONLY = 0;
    private const int O_CLOEXEC = 0x80000;
    private const int CLONE_NEWNET = 0x40000000;

    /// <summary>Runs <paramref name="work"/> on a thread of its own that has entered the namespace, never on a pool thread.</summary>
    public static T Run<T>(string name, Func<T> work)
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
            catch (Exception exception)
            {
                failure = ExceptionDispatchInfo.Capture(exception);
            }
        }) { IsBackground = true };
        thread.Start();
        thread.Join();
        failure?.Throw();
        return result;
    }

    private static void Enter(string name)
    {
        int descriptor = open(Encoding.UTF8.GetBytes($"/run/netns/{name}\0"), O_RDONLY | O_CLOEXEC);
        if (descriptor < 0) throw new Win32Exception(Marshal.GetLastPInvokeError(), $"The network namespace {name} could not be opened; these tests run as root.");
        int entered = setns(descriptor, CLONE_NEWNET);
        int error = Marshal.GetLastPInvokeError();
        _ = close(descriptor);
        if (entered != 0) throw new Win32Exception(error, $"The network namespace {name} could not be entered; these tests run as root.");
    }

    [DllImport("libc", SetLastError = true)]
    private static extern int open(byte[] path, int flags);

    [DllImport("libc", SetLastError = true)]
    private static extern int setns(int descriptor, int kind);

    [DllImport("libc", SetLastError = true)]
    private static extern int close(int descriptor);
}
