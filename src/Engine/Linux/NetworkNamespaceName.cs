using System.Globalization;

namespace KeepaliveConsole.Engine.Linux;

/// <summary>Which network a thread lives in.</summary>
internal static class NetworkNamespaceName
{
    /// <summary>Of the calling thread, as <c>net:[4026531840]</c>; empty where the kernel does not say.</summary>
    public static string Current() => Read("/proc/thread-self/ns/net");

    /// <summary>Of a process; empty when it is gone, or of another user.</summary>
    public static string Of(int process) => Read(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/ns/net"));

    private static string Read(string link)
    {
        try
        {
            return new FileInfo(link).LinkTarget ?? "";
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
