using KeepaliveConsole.Data;
using KeepaliveConsole.Data.Audit;
using KeepaliveConsole.Web.Api.Documents;
using KeepaliveConsole.Web.Audit;
using KeepaliveConsole.Web.Auth;
using Microsoft.AspNetCore.Http.HttpResults;

namespace KeepaliveConsole.Web.Api;

/// <summary>
/// <c>/audit</c>, one entry, the verification and the export. All for viewers: an auditor should need no account that can change anything, and none of them
/// shows more than the list does.
/// </summary>
internal static class AuditEndpoints
{
    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder api)
    {
        RouteGroupBuilder audit = api.MapGroup("/audit");
        api.MapGet("/audit", ListAsync).WithName("listAudit").WithSummary("The audit trail, newest first.");
        audit.MapGet("/{id:long}", FindAsync).WithName("getAuditEntry").WithSummary("One entry of the audit trail.");
        audit.MapGet("/verify", new Verifier().VerifyAsync).WithName("verifyAudit").WithSummary("Goes through the hash chain of the audit trail and names the first bad entry.");
        audit.MapGet("/export", ExportAsync).WithName("exportAudit").WithSummary("All entries that match, as CSV or JSON lines, newest first; recorded itself.")
            .Produces<string>(StatusCodes.Status200OK, "text/csv", "application/jsonl");
    }

    private static async Task<Results<Ok<AuditPageDocument>, ProblemHttpResult>> ListAsync(HttpContext context, IAuditTrail audit,
        [AsParameters] AuditParameters filters, int? limit, string? cursor, CancellationToken cancellationToken)
    {
        if (PageRequest.Check(context, limit, cursor) is { } wrong) return wrong;
        (AuditQuery query, ProblemHttpResult? bad) = filters.Read(context, limit, cursor);
        if (bad is not null) return bad;
        Page<AuditRecord> page = await audit.QueryAsync(query, cancellationToken).ConfigureAwait(false);
        bool early = page.NextCursor is not null && page.Items.Count < query.Limit;
        return TypedResults.Ok(new AuditPageDocument(page.Items, page.NextCursor, early ? PageCursor.TimeOf(page.NextCursor!) : null));
    }

    private static async Task<Results<Ok<AuditRecord>, ProblemHttpResult>> FindAsync(HttpContext context, IAuditTrail audit, long id, CancellationToken cancellationToken)
        => await audit.FindAsync(id, cancellationToken).ConfigureAwait(false) is { } record
            ? TypedResults.Ok(record)
            : Problems.Answer(context, StatusCodes.Status404NotFound, "not-found", $"There is no audit entry {id}; retention may have removed it.");

    private static async Task<Results<PushStreamHttpResult, ProblemHttpResult>> ExportAsync(HttpContext context, IAuditTrail audit, TimeProvider time,
        [AsParameters] AuditParameters filters, string? format, CancellationToken cancellationToken)
    {
        if (Format(format) is not { } form)
            return Problems.Answer(context, StatusCodes.Status400BadRequest, "bad-request", "format is csv or jsonl.", [new("format", "format.unknown", "format is csv or jsonl.")]);
        (AuditQuery query, ProblemHttpResult? bad) = filters.Read(context);
        if (bad is not null) return bad;
        query = AuditExport.Begin(query);
        // Before the first byte leaves: who breaks off half-way has read half of it.
        await audit.RecordAsync(new AuditEntry { Actor = Actors.Of(context.User), Action = "audit-export", Object = "audit", After = filters.Describe(format!) }, cancellationToken).ConfigureAwait(false);
        Page<AuditRecord> first = await audit.QueryAsync(query, cancellationToken).ConfigureAwait(false);
        string type = form == AuditExportFormat.Csv ? "text/csv; charset=utf-8; header=present" : "application/jsonl; charset=utf-8";
        return TypedResults.Stream(stream => new AuditExport(audit).WriteAsync(stream, form, query, first, context.RequestAborted), type,
            $"audit-{time.GetUtcNow():yyyyMMdd'T'HHmmss'Z'}.{format}");
    }

    private static AuditExportFormat? Format(string? format) => format switch
    {
        "csv" => AuditExportFormat.Csv,
        "jsonl" => AuditExportFormat.Jsonl,
        _ => null,
    };

    /// <summary>One verification at a time: it reads every row, and a viewer must not be able to keep every core at it.</summary>
    private sealed class Verifier
    {
        private int _running;

        public async Task<Results<Ok<AuditVerificationDocument>, ProblemHttpResult>> VerifyAsync(HttpContext context, IAuditChain chain, string? known, CancellationToken cancellationToken)
        {
            AuditHead? head = null;
            if (!string.IsNullOrEmpty(known) && !KnownHead.TryRead(known, out head))
                return Problems.Answer(context, StatusCodes.Status400BadRequest, "bad-request", KnownHead.Form, [new("known", "known.form", KnownHead.Form)]);
            if (Interlocked.Exchange(ref _running, 1) == 1)
                return Problems.Answer(context, StatusCodes.Status409Conflict, "not-now", "A verification is running; ask again when it has ended.");
            try
            {
                return TypedResults.Ok(AuditVerificationDocument.Of(await chain.VerifyAsync(head, cancellationToken).ConfigureAwait(false)));
            }
            finally
            {
                Interlocked.Exchange(ref _running, 0);
            }
        }
    }
}
