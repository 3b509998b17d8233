using KeepaliveConsole.Data.Audit;

namespace KeepaliveConsole.Web.Api.Documents;

/// <summary>A page of the audit trail, newest first.</summary>
/// <param name="Items">The entries.</param>
/// <param name="NextCursor">Ask again with this for the next part; null = that was all.</param>
/// <param name="SearchedTo">
/// Set when the page ends early: filters other than time, actor and action look at a bounded number of entries in one request, and this is the time they
/// reached. There may be more behind <paramref name="NextCursor"/>, also when this page is empty.
/// </param>
internal sealed record AuditPageDocument(IReadOnlyList<AuditRecord> Items, string? NextCursor, DateTimeOffset? SearchedTo);

/// <summary>What is wrong with the chain.</summary>
/// <param name="Id">Number of the first bad entry, also of one that is missing.</param>
/// <param name="Kind">What is wrong.</param>
/// <param name="Message">The same for people.</param>
internal sealed record AuditFlawDocument(long Id, AuditFlawKind Kind, string Message);

/// <summary>What a look at the whole chain found.</summary>
/// <param name="Intact">Was no entry changed, removed or put in?</param>
/// <param name="Checked">Entries in the chain that were right, up to the end or the first bad one.</param>
/// <param name="BeforeChain">Entries from before there was a chain; nothing can be said of them.</param>
/// <param name="Removed">Entries that retention removed so far.</param>
/// <param name="Head">The newest entry that was right; keep it elsewhere and give it as <c>known=ID:HASH</c> next time. Null = there is no chain yet.</param>
/// <param name="FirstBad">The first bad entry; null = none.</param>
/// <param name="TookMs">How long it took, in milliseconds.</param>
internal sealed record AuditVerificationDocument(bool Intact, long Checked, long BeforeChain, long Removed, AuditHead? Head, AuditFlawDocument? FirstBad, double TookMs)
{
    /// <summary>Writes a finding down.</summary>
    public static AuditVerificationDocument Of(AuditVerification found) => new(found.Intact, found.Checked, found.BeforeChain, found.Removed, found.Head,
        found.Flaw is { } flaw ? new AuditFlawDocument(flaw.Id, flaw.Kind, flaw.Sentence) : null, Math.Round(found.Took.TotalMilliseconds, 1));
}
