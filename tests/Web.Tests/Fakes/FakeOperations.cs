using System.Security.Claims;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.KeepalivedConf.Export;
using KeepaliveConsole.Web.Operations;
using KeepaliveConsole.Web.Operations.Editing;

namespace KeepaliveConsole.Web.Tests.Fakes;

/// <summary>Operations that keep what was asked and answer what a test says.</summary>
public sealed class FakeOperations : IClusterOperations
{
    public OperationResult Answer { get; set; } = new(OperationStatus.Done, $"Saved as revision 8.", 8);

    public ImportOutcome ImportAnswer { get; set; } = new(new OperationResult(OperationStatus.Done, $"Would be revision 1."), [], ClusterDefinition.Empty);

    public List<(string? User, string Service, string Server, AdminState State, string? Reason)> Changes { get; } = [];

    /// <summary>How often a state was asked for, whatever the number of servers.</summary>
    public int ChangeCalls { get; private set; }

    public List<(string Service, string Server)> Checks { get; } = [];

    public List<(string Service, string Server, string? Reason)> Cuts { get; } = [];

    public List<(string Text, string? Node, bool DryRun)> Imports { get; } = [];

    public Task<OperationResult> SetAdminStateAsync(ClaimsPrincipal user, IReadOnlyCollection<RealServerName> servers, AdminWish wish, CancellationToken cancellationToken)
    {
        ChangeCalls++;
        Changes.AddRange(servers.Select(server => (user.Identity?.Name, server.Service, server.Server, wish.State, wish.Reason)));
        return Task.FromResult(Answer);
    }

    public Task<OperationResult> CheckNowAsync(ClaimsPrincipal user, string service, string server, CancellationToken cancellationToken)
    {
        Checks.Add((service, server));
        return Task.FromResult(Answer);
    }

    public Task<OperationResult> CutAsync(ClaimsPrincipal user, string service, string server, string? reason, CancellationToken cancellationToken)
    {
        Cuts.Add((service, server, reason));
        return Task.FromResult(Answer);
    }

    public Task<(OperationResult Result, ConfExport? Export)> ExportAsync(ClaimsPrincipal user, string node, bool withSecrets, CancellationToken cancellationToken)
        => Task.FromResult<(OperationResult, ConfExport?)>((Answer, null));

    public Task<ImportOutcome> ImportAsync(ClaimsPrincipal user, string text, string? node, Precondition seen, WriteWish wish, CancellationToken cancellationToken)
    {
        Imports.Add((text, node, wish.DryRun));
        return Task.FromResult(ImportAnswer);
    }
}
