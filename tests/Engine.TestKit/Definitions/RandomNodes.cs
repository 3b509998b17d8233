using System.Net;
using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.TestKit.Definitions;

/// <summary>Random nodes.</summary>
internal sealed class RandomNodes(RandomValues random)
{
    public NodeDefinition Make(string name, string[] instances)
    {
        NotifyFifoDefinition[] shared = random.Chance(4) ? [Pipe("/run/all.fifo")] : [];
        NotifyFifoDefinition[] states = random.Chance(4) ? [Pipe("/run/vrrp.fifo")] : [];
        NotifyFifoDefinition[] servers = random.Chance(4) ? [Pipe("/run/lvs.fifo")] : [];
        return new NodeDefinition
        {
            Name = name,
            RouterId = random.MaybeText(3, () => $"{name}-router{random.Odd()}"),
            ScriptUser = random.User(),
            ScriptSecurity = random.Chance(3),
            StartupDelay = random.Chance(3) ? random.Milliseconds(1, 90_000) : TimeSpan.Zero,
            NotifyFifos = [.. shared, .. states, .. random.More(5) ? [Pipe("/run/more.fifo")] : Array.Empty<NotifyFifoDefinition>()],
            ServiceNotifyFifos = [.. shared, .. servers],
            LoadBalancer = random.Chance(3) ? Balancer(instances) : null,
            InitialServerNotices = random.Chance(3),
            Mail = random.Chance(3) ? Mail() : null,
        };
    }

    private MailDefinition Mail()
    {
        bool signsIn = random.More(3);
        return new MailDefinition
        {
            Server = random.Pick("localhost", "10.0.0.25", "2001:db8::25"),
            Port = random.Chance(2) ? 25 : random.Below(1, 65535),
            Tls = signsIn || random.More(3),
            User = signsIn ? "director" : null,
            Password = signsIn ? $"secret {random.Below(1000)}" : null,
            Sender = random.MaybeText(2, () => "director@example.net"),
            Recipients = [.. Enumerable.Range(0, random.Below(1, 3)).Select(number => $"ops{number}@example.net")],
            Timeout = random.Seconds(1, 60),
            Instances = random.Chance(2),
            Servers = random.Pick<bool?>(null, true, false),
            Faults = !random.Chance(3),
        };
    }

    private NotifyFifoDefinition Pipe(string path) => new() { Path = path, Script = random.MaybeText(3, random.Program), User = random.User() };

    private LoadBalancerDefinition Balancer(string[] instances) => new()
    {
        TcpTimeout = random.Seconds(1, 9000),
        TcpFinTimeout = random.Maybe(2, () => random.Seconds(1, 900)),
        UdpTimeout = random.Maybe(2, () => random.Seconds(1, 900)),
        FlushOnStart = random.Chance(3),
        OnStop = random.Pick<TableOnStop?>(null, TableOnStop.Flush, TableOnStop.RemoveOwn, random.More(2) ? TableOnStop.Keep : null),
        SyncDaemon = instances.Length == 0 || random.Chance(2) ? null : new SyncDaemonDefinition
        {
            Interface = random.Device(),
            Instance = instances[random.Below(instances.Length)],
            SyncId = random.Below(256),
            MaximumLength = random.Maybe(2, () => random.Below(100, 1400)),
            Port = random.Maybe(2, () => random.Below(1024, 65535)),
            TimeToLive = random.Maybe(2, () => random.Below(1, 255)),
            Group = random.Chance(2) ? IPAddress.Parse("224.0.0.82") : null,
        },
    };
}
