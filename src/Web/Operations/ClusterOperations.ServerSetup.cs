using System.Security.Claims;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine;
using KeepaliveConsole.Web.Auth;

namespace KeepaliveConsole.Web.Operations;

/// <content>How real servers are set up for direct routing and tunnels.</content>
internal sealed partial class ClusterOperations : IServerSetupOperations
{
    /// <inheritdoc />
    public async Task<(OperationResult Result, RealServerSetup? Setup)> CheckServerSetupAsync(ClaimsPrincipal user, string service, string server, CancellationToken cancellationToken)
    {
        const string action = "check-setup";
        string about = $"{service} {server}";
        if (await permissions.DenyAsync(user, Roles.Operator, action, about, cancellationToken).ConfigureAwait(false) is { } denied) return (denied, null);
        RealServerSetup? setup = await engine.CheckSetupAsync(service, server).WaitAsync(cancellationToken).ConfigureAwait(false);
        if (setup is null) return (new OperationResult(OperationStatus.NotFound, $"There is no real server {server} in the virtual service {service}."), null);
        int problems = setup.Findings.Count(finding => finding.IsProblem);
        await RecordAsync(Actors.Of(user), action, about, problems == 0 ? null : setup.Findings.First(finding => finding.IsProblem).Sentence, succeeded: true, cancellationToken).ConfigureAwait(false);
        return (new OperationResult(OperationStatus.Done, problems == 0 ? (Sentence)$"{server} was looked at; nothing to mend was seen." : $"{server} was looked at; {problems} to mend."), setup);
    }
}
