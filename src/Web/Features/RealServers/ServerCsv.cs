using System.Globalization;
using System.Text;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Web.Audit;

namespace KeepaliveConsole.Web.Features.RealServers;

/// <summary>Real servers as CSV of RFC 4180, one line each. The words are those of the REST interface, in every language.</summary>
internal static class ServerCsv
{
    /// <summary>First line, without its end.</summary>
    public const string Header = "service,server,state,admin,freshness,weight,effectiveWeight,activeConnections,inactiveConnections,connectionsSoFar,check,lastResult,lastMs,stateSince,reason,adminReason";

    /// <summary>Writes the header and a line for each server.</summary>
    public static string Write(IEnumerable<ServerEntry> servers)
    {
        var text = new StringBuilder(Header).Append("\r\n");
        foreach (ServerEntry entry in servers)
        {
            RealServerStatus server = entry.Status;
            Add(text, entry.Service);
            Add(text, server.Address);
            text.Append(CultureInfo.InvariantCulture, $"{server.State},{server.Admin},{entry.Freshness},{server.Weight},{server.EffectiveWeight},");
            text.Append(CultureInfo.InvariantCulture, $"{server.ActiveConnections},{server.InactiveConnections},{server.ConnectionsSoFar},");
            Add(text, server.CheckKind);
            Add(text, server.LastProbe?.Message);
            text.Append(CultureInfo.InvariantCulture, $"{server.LastProbe?.Duration.TotalMilliseconds:0.###},{server.StateSince?.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'},");
            Add(text, server.StateReason);
            AuditCsv.Add(text, server.AdminReason);
            text.Append("\r\n");
        }

        return text.ToString();
    }

    private static void Add(StringBuilder text, string? field)
    {
        AuditCsv.Add(text, field);
        text.Append(',');
    }
}
