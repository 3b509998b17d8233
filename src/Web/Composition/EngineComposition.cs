using KeepaliveConsole.Engine.Hosting;
using KeepaliveConsole.Web.Cli;

namespace KeepaliveConsole.Web.Composition;

/// <summary>Puts the engine into the process.</summary>
internal static class EngineComposition
{
    /// <summary>Adds the engine with the settings of section <c>Engine</c>, or the one that runs already.</summary>
    public static IServiceCollection AddConsoleEngine(this IServiceCollection services, IConfiguration configuration, string dataDirectory, EarlyEngine? early)
    {
        services.Configure<EngineOptions>(configuration.GetSection(EngineOptions.Section));
        if (ElectionCommand.Program(dataDirectory) is { } program) services.AddSingleton(program);
        if (early is not null)
        {
            services.AddSingleton(early.Engine);
            services.AddSingleton(early);
        }

        return services.AddKeepaliveEngine();
    }
}
