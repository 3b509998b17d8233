using KeepaliveConsole.Engine.KeepalivedConf;

namespace KeepaliveConsole.Engine.Tests.KeepalivedConf;

public sealed class ConfDiagnosticsTests
{
    private const string Instance = "vrrp_instance A {\n interface eth0\n virtual_router_id 1\n virtual_ipaddress {\n 10.0.0.1/24\n }\n";

    private const string Service = "virtual_server 10.0.0.1 80 {\n protocol TCP\n real_server 10.0.0.2 80 {\n TCP_CHECK {\n }\n }\n}\n";

    private static IEnumerable<string> Diagnose(string text) => TextSource.Import(text).Diagnostics.Select(diagnostic => diagnostic.ToString());

    /// <summary>A line inside an instance that is otherwise fine; it stands on line 7.</summary>
    [Theory]
    [InlineData(" priority 300", "7:11: error: priority must be 1 to 255, not 300")]
    [InlineData(" priority high", "7:11: error: priority must be a whole number, not \"high\"")]
    [InlineData(" priority", "7:2: error: priority needs a value")]
    [InlineData(" priority 100 200", "7:15: warning: not understood: k.conf:7:15 200")]
    [InlineData(" priority { 1 }", "7:2: error: priority has no block: remove the { }")]
    [InlineData(" authentication PASS", "7:2: error: authentication needs a block: add { }")]
    [InlineData(" version 4", "7:10: error: version must be 2 to 3, not 4")]
    [InlineData(" state MASTERS", "7:8: error: state must be MASTER, BACKUP, not \"MASTERS\"")]
    [InlineData(" advert_int 0.005", "7:13: error: advert_int must be 0.01 to 255 seconds, not 0.005")]
    [InlineData(" advert_int 1s", "7:13: error: advert_int must be a number of seconds, not \"1s\"")]
    [InlineData(" advert_int 0.4", "7:2: warning: VRRPv2 carries steps of 1 s; advert_int is rounded to 1 s, as keepalived does")]
    [InlineData(" version 3\n advert_int 50", "8:2: error: advert_int must be 0.01 to 40.95 seconds in VRRPv3, not 50 s")]
    [InlineData(" version 3\n advert_int 0.015", "8:2: warning: VRRPv3 carries steps of 0.01 s; advert_int is rounded to 0.02 s, as keepalived does")]
    [InlineData(" preempt_delay 1001", "7:16: error: preempt_delay must be 0 to 1000 seconds, not 1001")]
    [InlineData(" nopreempt\n preempt_delay 5", "8:2: warning: preempt_delay has no effect with nopreempt and is left out, as keepalived does")]
    [InlineData(" state MASTER\n priority 150\n nopreempt", "9:2: warning: nopreempt has no effect with state MASTER and is left out, as keepalived does; use state BACKUP to keep it")]
    [InlineData(" state MASTER", "7:2: warning: A has state MASTER and no priority, which keepalived takes as 255 (address owner); write the priority you mean")]
    [InlineData(" priority 255\n nopreempt", "7:2: error: A: l1 has priority 255 and so always takes over, which nopreempt forbids; use 254 or allow preemption.")]
    [InlineData(" version 3\n authentication {\n auth_type PASS\n auth_pass x\n }", "8:2: warning: VRRPv3 has no authentication; it is left out, as keepalived does")]
    [InlineData(" authentication {\n auth_type MD5\n auth_pass x\n }", "8:12: error: auth_type must be PASS, AH, not \"MD5\"")]
    [InlineData(" authentication {\n auth_pass x\n }", "7:2: error: authentication needs auth_type PASS or AH")]
    [InlineData(" authentication {\n auth_type PASS\n auth_pass 123456789\n }", "9:2: warning: A: adverts carry only the first 8 of the password's 9 bytes; shorten it so that nobody trusts the rest.")]
    [InlineData(" garp_master_repeat 0", "7:2: warning: garp_master_repeat 0 is taken as 1, as keepalived does")]
    [InlineData(" use_ipvlan\n track_bfd {\n x weight 5\n }\n use_magic", "7:2: warning: use_ipvlan is not supported: use use_vmac, or plain addresses where the switch allows one MAC only|8:2: warning: track_bfd is not supported: there is no BFD; adverts of 10 ms (VRRPv3) or more heartbeat lines find a dead router as fast|11:2: warning: not understood: k.conf:11:2 use_magic")]
    [InlineData(" higher_prio_send_advert off", "7:2: note: higher_prio_send_advert stays off as written; on, the better router would announce its addresses again when this one yields")]
    [InlineData(" vmac_xmit_base", "7:2: warning: vmac_xmit_base has no effect without use_vmac and is left out, as keepalived does")]
    [InlineData(" strict_mode\n accept\n preempt_delay 5\n state MASTER\n priority 100", "8:2: warning: accept is left out where the priority is not 255 in strict mode, as keepalived does|9:2: warning: preempt_delay is left out in strict mode, as keepalived does|10:2: warning: state is BACKUP where the priority is not 255 in strict mode, as keepalived does")]
    [InlineData(" notify_master /bin/a root\n notify_backup /bin/b", "8:2: warning: all notify programs of A run as one user, root; make them agree")]
    [InlineData(" notify \"logger x\"", "7:2: error: A on l1: the notify program for any, \"logger x\", must start with a path from the root, such as /usr/local/bin/notify.")]
    [InlineData(" virtual_routes {\n 192.0.2.0/24 via 10.0.0.9 tos 4\n 198.51.100.0/24 dev eth1 advmss 1400\n 203.0.113.1/24 dev eth1\n }", "8:28: warning: tos is not supported, so the whole line is left out: set this route with the host's network configuration|9:27: warning: advmss is not supported: the route is set without it|10:2: error: A: the route 203.0.113.1/24 dev eth1: 203.0.113.1 has bits beyond the first 24, which the kernel refuses; clear them or lengthen the prefix.")]
    [InlineData(" virtual_rules {\n from 192.0.2.0/24 table 100 ipproto tcp\n from all\n }", "8:30: warning: ipproto is not supported, so the whole line is left out: set this rule with the host's network configuration|9:2: error: a virtual rule needs table and the table it leads to")]
    [InlineData(" virtual_ipaddress {\n 10.0.0.2/33\n }", "8:2: error: the prefix length of 10.0.0.2 must be 0 to 32, not 33")]
    [InlineData(" virtual_ipaddress {\n 10.0.2/24\n }", "8:2: error: a virtual address must be an IP address, not \"10.0.2\"")]
    [InlineData(" virtual_ipaddress {\n 10.0.0.2/24 brd 10.0.0.255 dev eth1 scope link no_track\n }", "")]
    [InlineData(" virtual_ipaddress {\n 10.0.0.2/24 preferred_lft 0 dev eth1 home\n }", "8:14: warning: preferred_lft is not supported: addresses are leased from the kernel, which sets their lifetime|8:39: warning: home is not supported: the flag is left out")]
    [InlineData(" virtual_ipaddress {\n 10.0.0.2/24 dev\n }", "8:14: error: dev needs a value")]
    [InlineData(" virtual_ipaddress {\n 10.0.0.1/24\n }", "8:2: error: A: 10.0.0.1 is listed twice; remove one.")]
    [InlineData(" virtual_ipaddress {\n 10.0.0.2 label eth0:much-too-long\n }", "8:2: error: A: the label \"eth0:much-too-long\" of 10.0.0.2 must have 1 to 15 characters; shorten it.")]
    [InlineData(" unicast_src_ip eth0", "7:17: error: unicast_src_ip must be an IP address, not \"eth0\"")]
    [InlineData(" track_script {\n none\n }", "8:2: error: A tracks the script \"none\", which is not defined; define it or remove the track.")]
    [InlineData(" track_interface {\n eth1 weight 300\n }", "8:14: error: weight must be -253 to 253, not 300")]
    [InlineData(" advert_int $FAST", "7:13: error: unknown variable FAST; define it above with $FAST=VALUE, or put the word in quotes if the $ is meant")]
    [InlineData(" auth_pass \"x", "7:2: warning: not understood: k.conf:7:2 auth_pass|7:12: error: this quote is never closed on its line; add the missing \"")]
    [InlineData("", "")]
    public void Instance_WithALine_SaysExactlyThis(string line, string expected) =>
        Assert.Equal(expected.Split('|', StringSplitOptions.RemoveEmptyEntries).Select(diagnostic => "k.conf:" + diagnostic), Diagnose(Instance + line + "\n}\n"));

    [Theory]
    [InlineData("vrrp_instance A {\n}", "1:1: error: vrrp_instance A needs interface|1:1: error: vrrp_instance A needs virtual_router_id")]
    [InlineData("vrrp_instance A {\n interface eth0\n virtual_router_id 0\n}", "3:20: error: virtual_router_id must be 1 to 255, not 0")]
    [InlineData("vrrp_instance A {\n interface eth0\n virtual_router_id 5\n}", "1:1: error: A: there is no virtual address to move; add at least one that is not excluded from adverts.")]
    [InlineData("vrrp_instance {\n}", "1:1: error: vrrp_instance needs a value")]
    [InlineData("vrrp_instance A", "1:1: error: vrrp_instance needs a block: add { }")]
    [InlineData("vrrp_instance A {\n interface eth0\n", "1:1: error: vrrp_instance A needs virtual_router_id|1:17: error: this { is never closed; add the missing }")]
    [InlineData("static_routes {\n 10.0.0.0/8 via 1.2.3.4\n}\nbfd_instance b {\n}", "1:1: warning: static_routes is not supported: what is there whoever is Master belongs into the host's network configuration|4:1: warning: bfd_instance is not supported: there is no BFD; adverts of 10 ms (VRRPv3) or more heartbeat lines find a dead router as fast")]
    [InlineData("global_defs {\n notification_email {\n a@b\n }\n enable_script_security maybe\n vrrp_version 1\n}", "2:2: warning: no mail is sent without smtp_server, as with keepalived; the mail settings are left out|5:25: error: enable_script_security takes on or off, not \"maybe\"|6:15: error: vrrp_version must be 2 to 3, not 1")]
    [InlineData("vrrp_script s {\n interval 1\n}", "1:1: error: Track script s has no command; name the program to run.")]
    [InlineData("vrrp_sync_group G {\n group {\n GONE\n }\n}", "1:1: warning: Sync group G has one member only, which moves on its own anyway; add another or remove the group.|3:2: error: Sync group G names the instance \"GONE\", which is not defined; define it or remove it from the group.")]
    [InlineData("vrrp_sync_group G {\n group {\n A\n }\n}\nvrrp_instance A {\n interface eth0\n}", "1:1: warning: Sync group G has one member only, which moves on its own anyway; add another or remove the group.|6:1: error: vrrp_instance A needs virtual_router_id")]
    public void File_Broken_SaysExactlyThis(string text, string expected) =>
        Assert.Equal(expected.Split('|').Select(diagnostic => "k.conf:" + diagnostic), Diagnose(text));

    /// <summary>A line inside a virtual server with one checked real server; it stands on line 3.</summary>
    [Theory]
    [InlineData(" lb_algo sed", "")]
    [InlineData(" ops", "3:2: warning: ops is for UDP only and is left out, as keepalived does")]
    [InlineData(" persistence_granularity 255.0.255.0\n persistence_timeout 60", "3:26: error: persistence_granularity 255.0.255.0 is no netmask; write one such as 255.255.255.0, or 24")]
    [InlineData(" quorum_up /bin/a\n quorum_down /bin/b root", "4:2: warning: both programs run as one user, the script user; make them agree")]
    [InlineData(" lb_algo fastest", "3:10: error: lb_algo must be rr, wrr, lc, wlc, lblc, sh, mh, dh, fo, ovf, lblcr, sed, nq, twos, not \"fastest\"")]
    [InlineData(" lvs_method TUN type gue port 6000", "")]
    [InlineData(" lvs_method TUN type gue", "1:1: error: Virtual service 10.0.0.1:80/tcp: a GUE tunnel needs the UDP port that the real server listens on; set port, 6080 is usual.")]
    [InlineData(" lvs_method TUN type vxlan port", "3:22: warning: not understood: k.conf:3:22 vxlan|3:28: error: port needs a value")]
    [InlineData(" lvs_method BRIDGE", "3:13: error: lvs_method must be NAT, DR, TUN, not \"BRIDGE\"")]
    [InlineData(" protocol ICMP", "3:11: error: protocol must be TCP, UDP, SCTP, not \"ICMP\"")]
    [InlineData(" retry 0", "3:8: error: retry must be 1 to 2147483647, not 0")]
    [InlineData(" delay_loop 0", "3:13: error: delay_loop must be 0.001 to 86400 seconds, not 0")]
    [InlineData(" quorum 5", "3:2: warning: quorum 5 is more than all weights together; it is lowered to 1, as keepalived does")]
    [InlineData(" hysteresis 1", "3:2: warning: hysteresis 1 must be below the quorum; it is lowered to 0, as keepalived does")]
    [InlineData(" ha_suspend\n quorum_up \"/bin/x y\"", "")]
    [InlineData(" sorry_server 10.0.0.300 80", "3:15: error: sorry_server must be an IP address, not \"10.0.0.300\"")]
    [InlineData(" real_server 10.0.0.9 80 {\n }", "3:2: note: 10.0.0.1:80/tcp: 10.0.0.9:80 has no check and always counts as up; add a check to notice when it fails.")]
    [InlineData(" real_server 10.0.0.9 80 {\n MISC_CHECK {\n misc_path /bin/x\n delay_loop 5\n }\n }", "4:2: warning: without misc_timeout the program may run as long as the virtual server's delay_loop, 60 s, as with keepalived; write misc_timeout")]
    [InlineData(" real_server 10.0.0.9 80 {\n MISC_CHECK {\n }\n FILE_CHECK {\n }\n }", "4:2: error: misc_path is missing; add it|4:2: error: 10.0.0.1:80/tcp: check 1 of 10.0.0.9:80: its program is empty; name the program, or leave it out.|6:2: error: track_file is missing; add it|6:2: error: 10.0.0.1:80/tcp: check 2 of 10.0.0.9:80 follows the track file \"\", which is not defined; define it or remove the check.")]
    [InlineData(" real_server 10.0.0.9 80 {\n virtualhost a\n SSL_GET {\n enable_sni\n url {\n path /\n }\n }\n }", "5:2: warning: enable_sni does not use the real server's virtualhost, as with keepalived, so no name is sent; write sni_name")]
    [InlineData(" real_server 10.0.0.9 80 {\n SSL_GET {\n url {\n path /\n tls_compliant\n regex_no_match\n }\n url {\n path /b\n }\n }\n }", "5:2: warning: regex_* without regex has no effect and is left out, as keepalived does|5:2: warning: tls_compliant counts for the whole check here, so its other urls say goodbye, too")]
    [InlineData(" real_server 10.0.0.9 80 {\n HTTP_GET {\n url {\n path /\n regex a\n regex_options caseless ucp alt_bsux\n }\n }\n }", "8:25: note: regex_options ucp has no effect here: it does not change what matches|8:29: warning: regex_options alt_bsux is not supported and left out: write the expression so that it does without")]
    [InlineData(" real_server 10.0.0.9 80 {\n SMTP_CHECK {\n host {\n }\n }\n }", "5:2: note: host is an old form; each becomes an SMTP_CHECK of its own")]
    [InlineData(" real_server 10.0.0.9 0 {\n TCP_CHECK {\n }\n }", "3:23: error: the port of a real_server must be 1 to 65535, not 0")]
    [InlineData(" real_server 10.0.0.2 80 {\n TCP_CHECK {\n }\n }", "7:2: warning: real_server 10.0.0.2:80 is there twice; this one is left out, as keepalived does")]
    [InlineData(" real_server 10.0.0.9 80 {\n weight 70000\n TCP_CHECK {\n nb_get_retry 2\n }\n }", "4:9: error: weight must be 0 to 65535, not 70000|6:2: note: keepalived knows nb_get_retry only in HTTP_GET and SSL_GET; here it is read as retry")]
    [InlineData(" real_server 10.0.0.9 8080 {\n lvs_method DR\n TCP_CHECK {\n }\n }", "3:2: warning: direct routing cannot change the port; 80 is used in place of 8080, as keepalived does")]
    [InlineData(" real_server 10.0.0.9 80 {\n HTTP_GET {\n }\n }", "4:2: error: 10.0.0.1:80/tcp: check 1 of 10.0.0.9:80 asks for no url; add one with a path.")]
    [InlineData(" real_server 10.0.0.9 80 {\n HTTP_GET {\n url {\n status_code 2000 300-200 x\n regex \"a b\"\n }\n }\n }", "4:2: error: 10.0.0.1:80/tcp: check 1 of 10.0.0.9:80 asks for no url; add one with a path.|5:2: error: url needs a path|6:14: error: status_code must be 100 to 999, not 2000|6:19: error: status_code 300-200 ends before it starts|6:27: error: status_code must be a whole number, not \"x\"")]
    [InlineData(" real_server 10.0.0.9 80 {\n HTTP_GET {\n url {\n path health\n digest abc\n }\n }\n }", "5:2: error: 10.0.0.1:80/tcp: check 1 of 10.0.0.9:80: the path \"health\" must start with /.|5:2: error: 10.0.0.1:80/tcp: check 1 of 10.0.0.9:80: the digest must be an MD5 of 32 hexadecimal digits; take it from a good answer.")]
    [InlineData("", "")]
    public void Service_WithALine_SaysExactlyThis(string line, string expected) => Assert.Equal(
        expected.Split('|', StringSplitOptions.RemoveEmptyEntries).Select(diagnostic => "k.conf:" + diagnostic),
        Diagnose("virtual_server 10.0.0.1 80 {\n protocol TCP\n" + line + "\n real_server 10.0.0.2 80 {\n TCP_CHECK {\n }\n }\n}\n"));

    [Theory]
    [InlineData("10.0.0.1 80", "1:1: warning: virtual_server 10.0.0.1:80 names no protocol, which means UDP, as with keepalived; write protocol TCP if you mean that")]
    [InlineData("10.0.0.1 70000", "1:25: error: the port of a virtual_server must be 1 to 65535, not 70000")]
    [InlineData("10.0.0 80", "1:16: error: the address of a virtual_server must be an IP address, not \"10.0.0\"")]
    [InlineData("group WEB", "1:22: error: virtual_server_group WEB is not defined; define it")]
    [InlineData("fwmark 0", "1:23: error: fwmark must be 1 to 4294967295, not 0")]
    [InlineData("fwmark", "1:1: error: virtual_server needs a value")]
    [InlineData("fwmark 7", "2:2: warning: with fwmark clients keep their port; port 80 is used for checks only, as keepalived does")]
    public void Service_WithItsLine_SaysExactlyThis(string line, string expected) => Assert.Equal(
        expected.Split('|').Select(diagnostic => "k.conf:" + diagnostic),
        Diagnose("virtual_server " + line + " {\n real_server 10.0.0.2 80 {\n TCP_CHECK {\n }\n }\n}\n"));

    [Fact]
    public void Service_ForEveryPort_GetsKeepalivedsPersistence()
    {
        ConfImportResult result = TextSource.Import("virtual_server 10.0.0.1 {\n protocol TCP\n real_server 10.0.0.2 {\n TCP_CHECK {\n connect_port 80\n }\n }\n}");

        Assert.Equal("k.conf:1:1: warning: a virtual_server for every port needs persistence; persistence_timeout 360 is added, as keepalived does", Assert.Single(result.Diagnostics).ToString());
        Assert.Equal(TimeSpan.FromSeconds(360), result.Definition.VirtualServices[0].PersistenceTimeout);
    }

    [Fact]
    public void Services_OfOneKey_AreOneErrorAtTheSecond() => Assert.Equal(
        ["k.conf:8:1: error: Virtual services 10.0.0.1:80/tcp and 10.0.0.1:80/tcp are both 10.0.0.1:80/tcp; change or remove one."],
        Diagnose(Service + Service));

    [Fact]
    public void Errors_InTwoInstances_AreAllReportedInFileOrder()
    {
        IEnumerable<string> found = Diagnose("vrrp_instance B {\n priority 999\n state X\n}\nvrrp_instance C {\n interface eth0\n virtual_router_id 7x\n}\n}\n");

        Assert.Equal(
            [
                "k.conf:1:1: error: vrrp_instance B needs interface",
                "k.conf:1:1: error: vrrp_instance B needs virtual_router_id",
                "k.conf:2:11: error: priority must be 1 to 255, not 999",
                "k.conf:3:8: error: state must be MASTER, BACKUP, not \"X\"",
                "k.conf:7:20: error: virtual_router_id must be a whole number, not \"7x\"",
                "k.conf:9:1: error: this } closes nothing; remove it or add the missing {",
            ],
            found);
    }

    [Fact]
    public void Error_InAnIncludedFile_NamesThatFile()
    {
        ConfImportResult result = ConfImport.Read("k.conf", new TextSource("x\ninclude a.inc\ny").Add("a.inc", "z\nglobal_defs {\n vrrp_version 9\n}"), null, "h");

        Assert.Equal(
            ["k.conf:1:1: warning: not understood: k.conf:1:1 x", "k.conf:3:1: warning: not understood: k.conf:3:1 y", "a.inc:1:1: warning: not understood: a.inc:1:1 z", "a.inc:3:15: error: vrrp_version must be 2 to 3, not 9"],
            result.Diagnostics.Select(diagnostic => diagnostic.ToString()));
    }

    [Fact]
    public void Diagnostics_NeverNameThePassword()
    {
        string text = Instance + " version 3\n authentication {\n auth_type PASS\n auth_pass topsecret99\n }\n}";

        Assert.All(Diagnose(text), diagnostic => Assert.DoesNotContain("topsecret", diagnostic, StringComparison.Ordinal));
    }
}
