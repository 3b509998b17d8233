using KeepaliveConsole.Engine.Hosting;

namespace KeepaliveConsole.Web.Composition;

/// <summary>Puts the engine into the process.</summary>
internal static class EngineComposition
{
    /// <summary>Adds the engine with the settings of section <c>Engine</c>.</summary>
    public static IServiceCollection AddConsoleEngine(this IServiceCollection services, IConfiguration configuration)
    {
        services.Configure<EngineOptions>(configuration.GetSection(EngineOptions.Section));
        return services.AddKeepaliveEngine();
    }
}
