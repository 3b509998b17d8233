using System.Net;
using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.Tests.Checks;

/// <summary>Definitions that the tests start from: services at 10.88.0.100, servers at 10.88.0.101 and on.</summary>
internal static class Web
{
    public static TcpCheckDefinition Tcp => new()
    {
        ConnectTimeout = TimeSpan.FromSeconds(1),
        Interval = TimeSpan.FromSeconds(10),
        RetryDelay = TimeSpan.FromSeconds(2),
        Retries = 3,
        Warmup = TimeSpan.Zero,
    };

    public static HttpCheckDefinition Http(params string[] paths) => new()
    {
        ConnectTimeout = TimeSpan.FromSeconds(1),
        Interval = TimeSpan.FromSeconds(10),
        RetryDelay = TimeSpan.FromSeconds(2),
        Retries = 1,
        Warmup = TimeSpan.Zero,
        Urls = [.. paths.Select(path => new HttpUrlDefinition { Path = path })],
    };

    public static RealServerDefinition Server(int last, params CheckDefinition[] checks) => new()
    {
        Address = IPAddress.Parse($"10.88.0.{last}"),
        Port = 80,
        Checks = [.. checks],
    };

    public static VirtualServiceDefinition Service(params RealServerDefinition[] servers) => new()
    {
        Name = "web",
        Key = new ServiceKey { Address = IPAddress.Parse("10.88.0.100"), Port = 80 },
        RealServers = [.. servers],
    };
}
