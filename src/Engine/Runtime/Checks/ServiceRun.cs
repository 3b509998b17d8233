using KeepaliveConsole.Engine.Balancing;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Health;

namespace KeepaliveConsole.Engine.Runtime.Checks;

/// <summary>One virtual service while it lives. Touched only under the lock of <see cref="CheckRuntime"/>.</summary>
internal sealed class ServiceRun
{
    /// <summary>The definition in force.</summary>
    public required VirtualServiceDefinition Definition { get; set; }

    /// <summary>Its real servers, in the order of the definition.</summary>
    public ServerRun[] Servers { get; set; } = [];

    /// <summary>Has it its quorum?</summary>
    public ServiceHealth Health { get; set; }

    /// <summary>What the table must hold for it; null = not decided yet.</summary>
    public BalancerService? Wanted { get; set; }

    /// <summary>For each real server: do its checks allow it to serve?</summary>
    public bool[] ServersUp()
    {
        var up = new bool[Servers.Length];
        for (int i = 0; i < up.Length; i++) up[i] = Servers[i].Health.IsUp;
        return up;
    }
}
