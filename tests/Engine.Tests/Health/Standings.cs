using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Health;

namespace KeepaliveConsole.Engine.Tests.Health;

/// <summary>Servers that count for what their definition says.</summary>
internal static class Standings
{
    /// <summary>One for each server of <paramref name="service"/>, up or not.</summary>
    public static ServerStanding[] Of(VirtualServiceDefinition service, params bool[] up) =>
        [.. up.Select((isUp, i) => new ServerStanding(isUp, false, service.RealServers[i].Admin, service.RealServers[i].Weight, service.RealServers[i].Weight, null, null))];
}
