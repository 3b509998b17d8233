namespace KeepaliveConsole.System.Tests.Director;

/// <summary>Where the scripts and the built console are.</summary>
internal static class Checkout
{
    public static string Root { get; } = FindRoot();

    /// <summary>The executable of the same build configuration as these tests.</summary>
    public static string Console { get; } = Path.Combine(Root, "src/Web/bin", Configuration, "net10.0/keepalive-console");

    private static string Configuration => new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "KeepaliveConsole.sln"))) return folder.FullName;
        throw new InvalidOperationException("The tests run outside a checkout of the project.");
    }
}
