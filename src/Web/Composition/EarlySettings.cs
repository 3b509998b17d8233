using KeepaliveConsole.Web.Settings;

namespace KeepaliveConsole.Web.Composition;

/// <summary>The settings as the web host will see them, before there is one.</summary>
internal static class EarlySettings
{
    /// <summary>The same sources in the same order as <c>WebApplication.CreateBuilder</c>: host variables, files, variables, command line.</summary>
    /// <param name="configuration">Settings as <c>--Section:Key=value</c>; the last one wins.</param>
    public static IConfigurationRoot Read(IReadOnlyList<string> configuration)
    {
        string environment = Environment.GetEnvironmentVariable("ASPNETCORE_ENVIRONMENT") ?? Environment.GetEnvironmentVariable("DOTNET_ENVIRONMENT") ?? Environments.Production;
        return new ConfigurationBuilder()
            .AddEnvironmentVariables("DOTNET_")
            .AddEnvironmentVariables("ASPNETCORE_")
            .SetBasePath(AppPaths.ContentRoot())
            .AddJsonFile("appsettings.json", optional: true)
            .AddJsonFile($"appsettings.{environment}.json", optional: true)
            .AddEnvironmentVariables()
            .AddCommandLine([.. configuration])
            .Build();
    }
}
