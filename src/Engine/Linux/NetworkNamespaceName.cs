namespace KeepaliveConsole.Engine.Linux;

/// <summary>Which network a thread lives in.</summary>
internal static class NetworkNamespaceName
{
    /// <summary>Of the calling thread, as <c>net:[4026531840]</c>; empty where the kernel does not say.</summary>
    public static string Current()
    {
        try
        {
            return new FileInfo("/proc/thread-self/ns/net").LinkTarget ?? "";
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
