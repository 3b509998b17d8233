namespace KeepaliveConsole.Engine.Definitions.Rules;

/// <summary>Thresholds and the operator's wish of real servers.</summary>
internal sealed class ServerOptionRule : ServiceRule
{
    private const int LongestText = 500;

    protected override void Check(VirtualServiceDefinition service, string pointer, ProblemList problems)
    {
        for (int index = 0; index < service.RealServers.Count; index++)
        {
            RealServerDefinition server = service.RealServers[index];
            if (server is { UpperThreshold: 0, LowerThreshold: 0, AdminUntil: null, AdminReason: null, AdminOwner: null }) continue;
            string at = $"{pointer}/realServers/{index}";
            CheckThresholds(server, at, $"{service.Name}: {server.EndpointName}", problems);
            CheckAdmin(server, at, $"{service.Name}: {server.EndpointName}", problems);
        }
    }

    private static void CheckThresholds(RealServerDefinition server, string at, Sentence subject, ProblemList problems)
    {
        foreach ((string member, long value) in ((string, long)[])[("upperThreshold", server.UpperThreshold), ("lowerThreshold", server.LowerThreshold)])
            if (value is < 0 or > uint.MaxValue)
                problems.Error($"{at}/{member}", "realServer.threshold", $"{subject}: {member} must be 0 to {uint.MaxValue} connections, not {value}; 0 means none.");
        if (server.UpperThreshold == 0 && server.LowerThreshold > 0)
            problems.Warning($"{at}/lowerThreshold", "realServer.lowerThreshold", $"{subject}: lowerThreshold has no effect without upperThreshold; set that too or remove it.");
        else if (server.LowerThreshold > server.UpperThreshold)
            problems.Error($"{at}/lowerThreshold", "realServer.thresholds", $"{subject}: lowerThreshold {server.LowerThreshold} is above upperThreshold {server.UpperThreshold}, so it would never stop taking connections; lower it.");
    }

    private static void CheckAdmin(RealServerDefinition server, string at, Sentence subject, ProblemList problems)
    {
        if (server.AdminUntil is not null && server.Admin == AdminState.Enabled)
            problems.Error($"{at}/adminUntil", "realServer.adminUntil", $"{subject}: only draining and maintenance can end by themselves; remove adminUntil or set admin to Drain or Maintenance.");
        foreach ((string member, string? text) in ((string, string?)[])[("adminReason", server.AdminReason), ("adminOwner", server.AdminOwner)])
            if (text is not null && (text.Length > LongestText || text.Any(char.IsControl)))
                problems.Error($"{at}/{member}", "realServer.adminText", $"{subject}: {member} must be one line of at most {LongestText} characters; shorten it.");
    }
}
