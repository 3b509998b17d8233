using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace KeepaliveConsole.Engine.Hosting;

/// <summary>Registers the engine.</summary>
public static class ServiceCollectionExtensions
{
    /// <summary>Adds <see cref="KeepaliveEngine"/>, <see cref="IEngineLifetime"/>, <see cref="IEngineCommands"/> and <see cref="IEngineStatusFeed"/> as one object. The caller starts and stops it. An engine that is
    /// registered already is used; an <see cref="ElectionProgram"/> lets the election run in a process of its own.</summary>
    /// <param name="services">The container.</param>
    /// <param name="configure">Settings of the host, where they do not come from a configuration section.</param>
    public static IServiceCollection AddKeepaliveEngine(this IServiceCollection services, Action<EngineOptions>? configure = null)
    {
        if (configure is not null) services.Configure(configure);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<KeepaliveEngine>();
        services.AddSingleton<IEngineLifetime>(provider => provider.GetRequiredService<KeepaliveEngine>());
        services.AddSingleton<IEngineCommands>(provider => provider.GetRequiredService<KeepaliveEngine>());
        services.AddSingleton<IEngineStatusFeed>(provider => provider.GetRequiredService<KeepaliveEngine>());
        services.AddSingleton<IEngineHistory>(provider => provider.GetRequiredService<KeepaliveEngine>());
        return services;
    }
}
