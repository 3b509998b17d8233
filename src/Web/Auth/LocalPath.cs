namespace KeepaliveConsole.Web.Auth;

/// <summary>Where to go after signing in: paths of this site only. <c>//host</c> and <c>/\host</c> would leave it.</summary>
public static class LocalPath
{
    /// <summary>Is it a path of this site?</summary>
    public static bool Is(string? url) => url is ['/', ..] && (url.Length == 1 || url[1] is not ('/' or '\\')) && !url.Any(char.IsControl);

    /// <summary>The path, or the start page when it is none of this site.</summary>
    public static string Of(string? url) => Is(url) ? url! : "/";
}
