namespace KeepaliveConsole.Engine.KeepalivedConf.Export;

/// <summary>A user and group as words behind a program.</summary>
internal static class UserWords
{
    /// <summary><paramref name="first"/>, then <c>user</c> and <c>group</c> of <c>user:group</c> as words of their own; null = nothing more.</summary>
    public static string[] After(string first, string? user) => user is null ? [first] : [first, .. user.Split(':', 2)];

    /// <summary><c>user</c> and <c>group</c> as words.</summary>
    public static string[] Of(string user) => user.Split(':', 2);
}
