using System.Text;

namespace KeepaliveConsole.Web.Api;

/// <summary>Reads a body as text.</summary>
internal static class RequestText
{
    /// <summary>The body as UTF-8. The server's own limit on bodies bounds it.</summary>
    public static async Task<string> ReadAsync(HttpContext context, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        return await reader.ReadToEndAsync(cancellationToken).ConfigureAwait(false);
    }
}
