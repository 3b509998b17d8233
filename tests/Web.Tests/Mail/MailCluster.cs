using System.Net;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Web.Tests.Mail;

/// <summary>Node l1 takes part in VI_A and VI_B, which move together, and balances one service over two servers.</summary>
internal static class MailCluster
{
    public const string Service = "web";

    public static DateTimeOffset Noon { get; } = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static MailDefinition Mail { get; } = new() { Server = "mail.example.net", Recipients = ["ops@example.net"] };

    public static ClusterDefinition Definition(MailDefinition? mail) => new()
    {
        Nodes = [new NodeDefinition { Name = "l1", RouterId = "edge-1", Mail = mail }, new NodeDefinition { Name = "l2" }],
        VrrpInstances = [Instance("VI_A", 1), Instance("VI_B", 2)],
        SyncGroups = [new SyncGroupDefinition { Name = "G", Members = ["VI_A", "VI_B"] }],
        VirtualServices =
        [
            new VirtualServiceDefinition
            {
                Name = Service,
                Key = new ServiceKey { Address = IPAddress.Parse("10.88.0.100"), Port = 80 },
                RealServers = [new() { Address = IPAddress.Parse("10.88.0.101"), Port = 8080 }, new() { Address = IPAddress.Parse("10.88.0.102"), Port = 8080 }],
            },
        ],
    };

    public static VrrpTransitioned Entered(string instance, VrrpState state) => new(new VrrpTransition
    {
        Instance = instance,
        From = VrrpState.Backup,
        To = state,
        Cause = TransitionCause.MasterSilent,
        OwnPriority = 100,
    }) { At = Noon };

    public static RealServerStateChanged Server(RealServerState from, RealServerState to, string server = "10.88.0.101:8080") =>
        new(Service, server, from, to, "4 of 4 attempts failed: connection refused") { At = Noon };

    private static VrrpInstanceDefinition Instance(string name, int id) => new()
    {
        Name = name,
        VirtualRouterId = new VirtualRouterId(id),
        Participants = [new() { Node = "l1", Interface = "eth0" }, new() { Node = "l2", Interface = "eth0" }],
    };
}
