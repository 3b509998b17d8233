using System.Text;
using System.Text.Json;
using KeepaliveConsole.Data;
using KeepaliveConsole.Data.Audit;
using KeepaliveConsole.Web.Api;

namespace KeepaliveConsole.Web.Audit;

/// <summary>The forms of an export.</summary>
internal enum AuditExportFormat
{
    /// <summary>RFC 4180.</summary>
    Csv,

    /// <summary>One JSON object on each line.</summary>
    Jsonl,
}

/// <summary>Writes all entries that match, newest first, page by page: memory holds one page however many there are.</summary>
internal sealed class AuditExport(IAuditTrail audit)
{
    /// <summary>The query for the first page.</summary>
    public static AuditQuery Begin(AuditQuery query) => query with { Limit = PageCursor.MaxLimit, Cursor = null };

    /// <summary>Writes the first page, which the caller has read so that a broken store is still an answer, and all that follow.</summary>
    public async Task WriteAsync(Stream output, AuditExportFormat format, AuditQuery query, Page<AuditRecord> first, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        if (format == AuditExportFormat.Csv) text.Append(AuditCsv.Header).Append("\r\n");
        for (Page<AuditRecord> page = first; ; page = await audit.QueryAsync(query with { Cursor = page.NextCursor }, cancellationToken).ConfigureAwait(false))
        {
            foreach (AuditRecord record in page.Items)
            {
                if (format == AuditExportFormat.Csv) AuditCsv.Add(text, record);
                else text.Append(JsonSerializer.Serialize(record, ApiJson.Options)).Append('\n');
            }

            await output.WriteAsync(Encoding.UTF8.GetBytes(text.ToString()), cancellationToken).ConfigureAwait(false);
            text.Clear();
            if (page.NextCursor is null) return;
        }
    }
}
