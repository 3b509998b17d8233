namespace KeepaliveConsole.Web.Settings;

/// <summary>Where the program's own files are.</summary>
internal static class AppPaths
{
    /// <summary>Data directory of a packaged console.</summary>
    public const string PackagedData = "/var/lib/keepalive-console";

    /// <summary>Folder with appsettings.json and wwwroot: next to the program when published, else the root of the checkout, else the working directory.</summary>
    public static string ContentRoot()
    {
        if (IsPublished) return AppContext.BaseDirectory;
        return Checkout() ?? Directory.GetCurrentDirectory();
    }

    /// <summary>Where the store lies when nobody says: <c>data</c> beside appsettings.json in a checkout, <see cref="PackagedData"/> when published.</summary>
    public static string DefaultData() => !IsPublished && Checkout() is { } root ? Path.Combine(root, "data") : PackagedData;

    private static bool IsPublished => Directory.Exists(Path.Combine(AppContext.BaseDirectory, "wwwroot"));

    private static string? Checkout()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "KeepaliveConsole.sln"))) return folder.FullName;
        return null;
    }
}
