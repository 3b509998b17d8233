using System.Diagnostics;
using KeepaliveConsole.System.Tests.Director;

namespace KeepaliveConsole.System.Tests.Interop;

/// <summary>An independent dissector judges what the console puts on the wire.</summary>
[Collection(JudgeCollection.Name)]
public sealed class TsharkTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void AdvertsAndArps_AreDissectedWithoutAWarning(int version)
    {
        using var pair = new KeepalivedPair(version);
        string capture = Path.GetTempFileName();
        try
        {
            using (Process tcpdump = Command.Start("ip", ["netns", "exec", KeepalivedPair.Keepalived, "tcpdump", "-i", "eth0", "-U", "-w", capture, "-Z", "root", "ip proto 112 or arp"]))
            {
                pair.StartConsole(200);
                KeepalivedPair.WaitForOwner(KeepalivedPair.Console, 12);
                // The second burst of announcements comes 5 s after the first.
                Eventually.Holds(TimeSpan.FromSeconds(10), () => Rows(capture, Announcements).Length >= 10, () => $"{Rows(capture, Announcements).Length} announcements");
                pair.StopConsole();
                Eventually.Holds(TimeSpan.FromSeconds(5), () => Rows(capture, "vrrp.prio == 0").Length == 1, () => "no advert with priority 0");
                Command.Try("kill", ["-INT", $"{tcpdump.Id}"]);
                Assert.True(tcpdump.WaitForExit(TimeSpan.FromSeconds(5)));
            }

            string ours = $"({Announcements}) or ip.src == 10.77.0.2";
            Assert.InRange(Rows(capture, "vrrp").Length, 5, 30);
            Assert.Equal(10, Rows(capture, Announcements).Length);
            Assert.Empty(Rows(capture, $"({ours}) and (_ws.expert or _ws.malformed)"));
            Assert.All(Rows(capture, "vrrp", "vrrp.checksum.status", "ip.checksum.status", "ip.ttl", "ip.dsfield", "vrrp.version", "vrrp.virt_rtr_id", "vrrp.ip_addr"),
                row => Assert.Equal($"1\t1\t255\t0xc0\t{version}\t77\t{KeepalivedPair.Vip}", row));
        }
        finally
        {
            File.Delete(capture);
        }
    }

    private const string Announcements = $"arp.isgratuitous == 1 and arp.src.proto_ipv4 == {KeepalivedPair.Vip} and eth.dst == ff:ff:ff:ff:ff:ff";

    private static string[] Rows(string capture, string filter, params string[] fields)
    {
        string[] columns = fields.Length > 0 ? fields : ["frame.number"];
        string[] arguments = ["-r", capture, "-o", "ip.check_checksum:TRUE", "-Y", filter, "-T", "fields", .. columns.SelectMany(field => new[] { "-e", field })];
        return Command.Try("tshark", arguments).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
