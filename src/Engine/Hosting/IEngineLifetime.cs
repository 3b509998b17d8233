namespace KeepaliveConsole.Engine.Hosting;

/// <summary>Starting and stopping the engine; everything else about it goes through its commands and its feed.</summary>
public interface IEngineLifetime
{
    /// <summary>Starts its threads; nothing is wanted of it yet.</summary>
    void Start();

    /// <summary>Gives up mastership in order (priority 0, addresses removed) and ends.</summary>
    Task StopAsync(CancellationToken cancellationToken);
}
