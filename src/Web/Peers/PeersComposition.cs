namespace KeepaliveConsole.Web.Peers;

/// <summary>Puts the questions to other consoles into the process.</summary>
internal static class PeersComposition
{
    /// <summary>Adds them, with the list <c>Peers</c> of the settings.</summary>
    public static IServiceCollection AddConsolePeers(this IServiceCollection services)
    {
        services.AddSingleton(provider => PeerList.Read(provider.GetRequiredService<IConfiguration>()));
        services.AddSingleton<PeerNews>();
        services.AddHostedService<PeerWatch>();
        return services;
    }
}
