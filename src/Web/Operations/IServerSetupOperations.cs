using System.Security.Claims;
using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Web.Operations;

/// <summary>Looking at how real servers are set up.</summary>
public interface IServerSetupOperations
{
    /// <summary>Looks at a real server from outside, up to some seconds: questions go to everybody on its link. Needs the role operator.</summary>
    Task<(OperationResult Result, RealServerSetup? Setup)> CheckServerSetupAsync(ClaimsPrincipal user, string service, string server, CancellationToken cancellationToken);
}
