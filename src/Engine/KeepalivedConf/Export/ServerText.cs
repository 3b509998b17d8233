using System.Globalization;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.KeepalivedConf.Import;

namespace KeepaliveConsole.Engine.KeepalivedConf.Export;

/// <summary>Writes a <c>real_server</c>.</summary>
internal sealed class ServerText(VirtualServiceDefinition service, RealServerDefinition server, TimeSpan? interval, SharedCertificate certificate, ConfWriter text)
{
    public void Write(string pointer)
    {
        text.At = pointer;
        bool isMark = service.Key.FirewallMark is not null;
        text.Open(string.Create(CultureInfo.InvariantCulture, $"real_server {server.Address}{(isMark || server.Port == 0 ? "" : $" {server.Port}")}"));
        WritePortLoss(isMark);
        WriteAdmin();
        text.Number("weight", server.Weight, 1);
        WriteMethod("lvs_method", "", server.ForwardingMethod, server.Tunnel, service.ForwardingMethod, text);
        text.Flag(server.InhibitOnFailure, "inhibit_on_failure");
        text.Number("uthreshold", server.UpperThreshold, 0);
        text.Number("lthreshold", server.LowerThreshold, 0);
        NotifyText.Write(server.Notify, "notify_up", "notify_down", text);
        MailText.WriteAlert(server.Alert, text);
        for (int index = 0; index < server.Checks.Count; index++)
        {
            text.At = $"{pointer}/checks/{index}";
            new CheckText(server.Checks[index], interval, certificate, text).Write();
        }

        text.At = pointer;
        text.Close();
    }

    /// <summary>A method of its own; a tunnel of its own needs the method's word beside it.</summary>
    public static void WriteMethod(string keyword, string member, ForwardingMethod? own, TunnelDefinition? tunnel, ForwardingMethod services, ConfWriter text)
    {
        string at = member.Length == 0 ? "tunnel" : $"{member}/tunnel";
        text.LostIf(tunnel is not null && (own ?? services) != ForwardingMethod.Tunnel, at, "how a tunnel is made, while packets do not travel by one");
        text.LostIf(tunnel is not null && own is null && services == ForwardingMethod.Tunnel, at, "a tunnel of its own without naming the method; both are written");
        if (own is { } method) text.Plain($"{keyword} {BalancingWords.Words(method, tunnel)}");
        else if (tunnel is not null && services == ForwardingMethod.Tunnel) text.Plain($"{keyword} {BalancingWords.Words(services, tunnel)}");
    }

    private void WritePortLoss(bool isMark)
    {
        if (isMark)
        {
            text.LostIf(server.Port != 0, "port", $"port {server.Port}; with fwmark clients keep their port");
            return;
        }

        bool isNat = (server.ForwardingMethod ?? service.ForwardingMethod) == ForwardingMethod.Nat;
        text.LostIf(server.Port == 0 && service.Key.Port != 0, "port", $"the port the client asked for; it is {service.Key.Port} here");
        text.LostIf(!isNat && server.Port != 0 && server.Port != service.Key.Port, "port", $"port {server.Port}, which neither direct routing nor a tunnel can change to");
    }

    private void WriteAdmin()
    {
        if (server.Admin != AdminState.Enabled)
        {
            string until = server.AdminUntil is { } end ? string.Create(CultureInfo.InvariantCulture, $" until {end:yyyy-MM-ddTHH:mm:ssZ}") : "";
            text.Lost("admin", $"{(server.Admin == AdminState.Drain ? "drained" : "in maintenance")} by an operator{until}: {server.AdminReason ?? "no reason given"}");
        }

        text.LostIf(server.Admin == AdminState.Enabled && (server.AdminReason ?? server.AdminOwner) is not null, "adminReason", $"an operator's remark: {server.AdminReason ?? server.AdminOwner}");
    }
}
