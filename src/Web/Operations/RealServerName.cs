namespace KeepaliveConsole.Web.Operations;

/// <summary>Which real server of which virtual service is meant.</summary>
/// <param name="Service">Name of the virtual service.</param>
/// <param name="Server">Endpoint of the real server: <c>10.88.0.101:80</c>.</param>
public sealed record RealServerName(string Service, string Server)
{
    /// <summary>As the audit trail names it: <c>10.88.0.100:80/tcp 10.88.0.101:80</c>.</summary>
    public override string ToString() => $"{Service} {Server}";
}
