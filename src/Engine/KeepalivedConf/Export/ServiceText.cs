using System.Globalization;
using System.Net;
using System.Net.Sockets;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.KeepalivedConf.Import;

namespace KeepaliveConsole.Engine.KeepalivedConf.Export;

/// <summary>Writes a <c>virtual_server</c>, with its <c>virtual_server_group</c> where it has more than one endpoint.</summary>
internal sealed class ServiceText(VirtualServiceDefinition service, string pointer, SharedCertificate certificate, ConfWriter text)
{
    private ServiceKey Key => service.Key;

    public void Write()
    {
        text.At = pointer;
        string? group = service.MoreEndpoints.Count > 0 || service.GroupName is not null ? service.GroupName ?? service.Name : null;
        if (group is not null) EndpointText.WriteGroup(service, group, text);
        Open(group);
        if (service.Name != Key.ToString()) text.Comment($"name: {service.Name}");
        TimeSpan? interval = SharedInterval();
        if (interval is { } loop) text.Time("", "delay_loop", loop, 0.001m, 86400);
        WriteBalancing();
        WritePersistence();
        WriteQuorum();
        WriteOthers();
        if (service.SorryServer is { } sorry) WriteSorry(sorry, group is not null);
        for (int index = 0; index < service.RealServers.Count; index++)
            new ServerText(service, service.RealServers[index], interval, certificate, text).Write($"{pointer}/realServers/{index}");
        text.Close();
    }

    private void Open(string? group)
    {
        if (group is not null) text.Open("virtual_server group", group);
        else if (Key.FirewallMark is { } mark) text.Open(string.Create(CultureInfo.InvariantCulture, $"virtual_server fwmark {mark}"));
        else text.Open(string.Create(CultureInfo.InvariantCulture, $"virtual_server {Key.Address}{(Key.Port == 0 ? "" : $" {Key.Port}")}"));
    }

    // Where all checks agree, the interval stands once, as people write it.
    private TimeSpan? SharedInterval()
    {
        CheckDefinition[] checks = [.. service.RealServers.SelectMany(server => server.Checks).Where(check => check is not (AgentCheckDefinition or FileCheckDefinition))];
        if (checks.Length == 0 || checks[0].Interval == CheckText.UsualInterval) return null;
        return Array.TrueForAll(checks, check => check.Interval == checks[0].Interval) ? checks[0].Interval : null;
    }

    private void WriteBalancing()
    {
        text.Plain($"lb_algo {BalancingWords.Word(service.Scheduler)}");
        text.Plain($"lb_kind {BalancingWords.Words(service.ForwardingMethod, service.Tunnel)}");
        text.LostIf(service.Tunnel is not null && service.ForwardingMethod != ForwardingMethod.Tunnel, "tunnel", "how a tunnel is made, while packets do not travel by one");
        bool hasAddress = Key.Address is not null || service.MoreEndpoints.Any(range => range.Address is not null);
        if (hasAddress) text.Plain($"protocol {Key.Protocol.ToString().ToUpperInvariant()}");
        text.Flag(service.SchedulerFlags.HasFlag(SchedulerFlags.First), FlagName("fallback", 1));
        text.Flag(service.SchedulerFlags.HasFlag(SchedulerFlags.Second), FlagName("port", 2));
        text.Flag(service.SchedulerFlags.HasFlag(SchedulerFlags.Third), "flag-3");
        text.Flag(service.Hashed, "hashed");
        bool isUdp = Key.Protocol == TransportProtocol.Udp && hasAddress;
        text.Flag(service.OnePacket && isUdp, "ops");
        text.LostIf(service.OnePacket && !isUdp, "onePacket", "ops, which is for UDP only");
    }

    private string FlagName(string meaning, int number) => service.Scheduler switch
    {
        Scheduler.SourceHash => $"sh-{meaning}",
        Scheduler.MaglevHash => $"mh-{meaning}",
        _ => string.Create(CultureInfo.InvariantCulture, $"flag-{number}"),
    };

    private void WritePersistence()
    {
        if (service.PersistenceTimeout is { } timeout) text.Time("persistenceTimeout", "persistence_timeout", timeout, 1, 31 * 24 * 3600, isWhole: true);
        if (service.PersistenceEngine is { } engine) text.Line("persistenceEngine", "persistence_engine", engine);
        if (service.PersistenceGranularity is not { } bits) return;
        bool isIPv6 = (Key.Address ?? service.RealServers.Select(server => server.Address).FirstOrDefault())?.AddressFamily == AddressFamily.InterNetworkV6;
        text.Plain($"persistence_granularity {(isIPv6 || bits is < 1 or > 32 ? bits.ToString(CultureInfo.InvariantCulture) : Mask(bits))}");
    }

    private static string Mask(int bits)
    {
        uint mask = uint.MaxValue << (32 - bits);
        return new IPAddress([(byte)(mask >> 24), (byte)(mask >> 16), (byte)(mask >> 8), (byte)mask]).ToString();
    }

    private void WriteQuorum()
    {
        text.Number("quorum", service.Quorum, 1);
        text.Number("hysteresis", service.Hysteresis, 0);
        long weight = service.RealServers.Sum(server => (long)server.Weight);
        text.LostIf(service.Quorum > weight && weight > 0, "quorum", $"a quorum above all weights together; keepalived lowers it to {weight}");
        text.LostIf(service.Hysteresis > 0 && service.Hysteresis >= service.Quorum, "hysteresis", "a hysteresis that is not below the quorum; keepalived lowers it");
        NotifyText.Write(service.Notify, "quorum_up", "quorum_down", text);
    }

    private void WriteOthers()
    {
        text.Flag(service.SuspendWhileNotOwner, "ha_suspend");
        text.Flag(service.NotifyDownOnStop, "omega");
        MailText.WriteAlert(service.Alert, text);
        text.LostIf(service.KeepAllWhenNoneLeft, "keepAllWhenNoneLeft", "all real servers are kept when none is left");
        if (service.SlowStart is { } slow) text.Lost("slowStart", $"slow start over {Seconds.Text(slow)}");
        if (service.FlapDamping is { } damping)
            text.Lost("flapDamping", $"flap damping: half-life {Seconds.Text(damping.HalfLife)}, out above {damping.SuppressAbove}, back below {damping.ReuseBelow}, at most {Seconds.Text(damping.LongestSuppression)}");
        text.LostIf(service.PassiveEvidence, "passiveEvidence", "failed connections count as evidence against a real server");
    }

    private void WriteSorry(SorryServerDefinition sorry, bool isGroup)
    {
        int otherwise = isGroup ? 0 : Key.Port;
        text.LostIf(sorry.Port == 0 && otherwise != 0, "sorryServer/port", $"a sorry server on every port; it is {otherwise} here");
        text.Plain(string.Create(CultureInfo.InvariantCulture, $"sorry_server {sorry.Address}{(sorry.Port == 0 ? "" : $" {sorry.Port}")}"));
        ServerText.WriteMethod("sorry_server_lvs_method", "sorryServer", sorry.ForwardingMethod, sorry.Tunnel, service.ForwardingMethod, text);
        text.Flag(sorry.Inhibit, "sorry_server_inhibit");
    }
}
