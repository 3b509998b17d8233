using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace KeepaliveConsole.Data.Postgres;

/// <summary>
/// PostgreSQL refuses a text with a zero character in it, and people send anything: a name that was tried at sign-in must reach the audit,
/// and a filter that finds nothing must say so. The replacement character stands in for it.
/// </summary>
internal sealed class TextThatFits : DbCommandInterceptor
{
    /// <inheritdoc />
    public override DbCommand CommandInitialized(CommandEndEventData eventData, DbCommand result)
    {
        foreach (DbParameter parameter in result.Parameters)
            if (parameter.Value is string text && text.Contains('\0', StringComparison.Ordinal)) parameter.Value = text.Replace('\0', '\uFFFD');
        return result;
    }
}
