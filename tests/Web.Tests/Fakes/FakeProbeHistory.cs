using System.Security.Claims;
using KeepaliveConsole.Data.History;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Web.Operations;

namespace KeepaliveConsole.Web.Tests.Fakes;

/// <summary>Rollups that a test put in, and a look at a real server that answers what a test says.</summary>
public sealed class FakeProbeHistory : IProbeHistory, IServerSetupOperations
{
    /// <summary>Points by their span.</summary>
    public Dictionary<ProbeSpan, List<ProbeSummary>> Points { get; } = [];

    /// <summary>What the next queries fail with; null = they do not.</summary>
    public Exception? Failure { get; set; }

    /// <summary>What a look finds; null = there is no such server.</summary>
    public RealServerSetup? Found { get; set; }

    public Task<IReadOnlyList<ProbeSummary>> QueryAsync(ProbeQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (Failure is not null) return Task.FromException<IReadOnlyList<ProbeSummary>>(Failure);
        return Task.FromResult<IReadOnlyList<ProbeSummary>>([.. Points.GetValueOrDefault(query.Span, []).Where(point => point.From >= query.From && point.From < query.To)]);
    }

    public Task<(OperationResult Result, RealServerSetup? Setup)> CheckServerSetupAsync(ClaimsPrincipal user, string service, string server, CancellationToken cancellationToken) =>
        Task.FromResult((new OperationResult(Found is null ? OperationStatus.NotFound : OperationStatus.Done, $"looked"), Found));
}
