namespace KeepaliveConsole.System.Tests.Director;

/// <summary>Where the scripts and the built console are.</summary>
internal static class Checkout
{
    public static string Root { get; } = FindRoot();

    /// <summary>The executable: the published one that test.sh made, which starts in a third of the time, or that of the same build configuration as these tests.</summary>
    public static string Console { get; } = Published ?? Path.Combine(Root, "src/Web/bin", Configuration, "net10.0/keepalive-console");

    /// <summary>The published executable of this run; null = these tests were started without test.sh.</summary>
    public static string? Published => Environment.GetEnvironmentVariable("KEEPALIVE_TEST_CONSOLE");

    private static string Configuration => new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "KeepaliveConsole.sln"))) return folder.FullName;
        throw new InvalidOperationException("The tests run outside a checkout of the project.");
    }
}
