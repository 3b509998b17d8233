using System.Security.Claims;
using KeepaliveConsole.Engine;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Definitions.Rules;
using KeepaliveConsole.Engine.KeepalivedConf;
using KeepaliveConsole.Engine.KeepalivedConf.Export;
using KeepaliveConsole.Web.Operations.Editing;

namespace KeepaliveConsole.Web.Operations;

/// <summary>Everything a person or program may do. Authorises, changes, records and tells the engine; pages, API and command line all come through here.</summary>
public interface IClusterOperations
{
    /// <summary>
    /// Drain, enable or put into maintenance, one or several servers as one revision: all of them or, when one is not there, none. Who wanted it, why
    /// and until when is kept with each server, and each that changes has an audit entry of its own. Needs the role operator.
    /// </summary>
    Task<OperationResult> SetAdminStateAsync(ClaimsPrincipal user, IReadOnlyCollection<RealServerName> servers, AdminWish wish, CancellationToken cancellationToken);

    /// <summary>Runs the checks of a real server now. Needs the role operator.</summary>
    Task<OperationResult> CheckNowAsync(ClaimsPrincipal user, string service, string server, CancellationToken cancellationToken);

    /// <summary>Ends the established connections of a real server now. Needs the role operator.</summary>
    Task<OperationResult> CutAsync(ClaimsPrincipal user, string service, string server, string? reason, CancellationToken cancellationToken);

    /// <summary>
    /// The keepalived.conf of a node. Needs the role viewer; with the passwords in it the role admin, and that they were read is recorded
    /// before they are handed out.
    /// </summary>
    Task<(OperationResult Result, ConfExport? Export)> ExportAsync(ClaimsPrincipal user, string node, bool withSecrets, CancellationToken cancellationToken);

    /// <summary>Imports the text of a keepalived.conf for <paramref name="node"/> (null = this node), on trial when the wish says so. Needs the role admin.</summary>
    Task<ImportOutcome> ImportAsync(ClaimsPrincipal user, string text, string? node, Precondition seen, WriteWish wish, CancellationToken cancellationToken);
}

/// <summary>How an operation ended.</summary>
public enum OperationStatus
{
    /// <summary>Done (or, in a dry run, would be done).</summary>
    Done,

    /// <summary>Nothing to do: it already is so.</summary>
    Unchanged,

    /// <summary>The user lacks the role; <see cref="OperationResult.Message"/> says which.</summary>
    Forbidden,

    /// <summary>There is no such object.</summary>
    NotFound,

    /// <summary>Someone else changed it meanwhile.</summary>
    Conflict,

    /// <summary>The input breaks a rule.</summary>
    Refused,

    /// <summary>Not in the present state; <see cref="OperationResult.Message"/> says why. Nothing was changed.</summary>
    NotNow,

    /// <summary>The store cannot be read or written now; nothing was changed and the engine goes on.</summary>
    Unavailable,
}

/// <summary>The outcome of an operation.</summary>
/// <param name="Status">How it ended.</param>
/// <param name="Text">One sentence for people.</param>
/// <param name="Revision">The revision in force afterwards; null = not known.</param>
/// <param name="ContentHash">Hash of the definition in force afterwards; null = not known.</param>
/// <param name="Problems">Rules broken, or warnings.</param>
/// <param name="Changes">What differs (in a dry run: would differ) from the definition before, one short line each.</param>
public sealed record OperationResult(OperationStatus Status, Sentence Text, long? Revision = null, string? ContentHash = null, ValueArray<DefinitionProblem> Problems = default,
    ValueArray<string> Changes = default)
{
    /// <summary>The same in English, for programs, logs and the audit trail.</summary>
    public string Message => Text.ToString();
}

/// <summary>The outcome of an import.</summary>
/// <param name="Result">How it ended.</param>
/// <param name="Diagnostics">Findings in the text, by line and column.</param>
/// <param name="Definition">What the text means; null when it could not be read.</param>
public sealed record ImportOutcome(OperationResult Result, ValueArray<ConfDiagnostic> Diagnostics, ClusterDefinition? Definition)
{
    /// <summary>What became of the write; null = it was not tried.</summary>
    public DefinitionOutcome? Written { get; init; }
}
