using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Components;

namespace KeepaliveConsole.Web.Composition;

/// <summary>
/// Headers that take away from a page what it does not need. Scripts come from this site only; the one inline script Blazor may write,
/// the import map, is named by its hash. Styles may be inline because components set sizes and colours that way.
/// </summary>
internal sealed class SecurityHeaders(RequestDelegate next)
{
    private static readonly ConditionalWeakTable<ImportMapDefinition, string> s_hashes = [];

    /// <summary>Handles one request.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        context.Response.OnStarting(static state =>
        {
            var current = (HttpContext)state;
            IHeaderDictionary headers = current.Response.Headers;
            ImportMapDefinition? importMap = current.GetEndpoint()?.Metadata.GetMetadata<ImportMapDefinition>();
            headers.ContentSecurityPolicy = Policy(importMap);
            // Not for this machine itself: the header would count for every port of it.
            if (current.Request.IsHttps && !IsLoopback(current.Request.Host.Host)) headers.StrictTransportSecurity = "max-age=31536000";
            headers.XContentTypeOptions = "nosniff";
            headers.XFrameOptions = "DENY";
            headers["Referrer-Policy"] = "same-origin";
            headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=(), usb=()";
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
            return Task.CompletedTask;
        }, context);
        return next(context);
    }

    private static string Policy(ImportMapDefinition? importMap)
    {
        string scripts = importMap is null ? "'self'" : $"'self' '{s_hashes.GetValue(importMap, HashOf)}'";
        return $"default-src 'self'; script-src {scripts}; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
            + "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";
    }

    private static bool IsLoopback(string host) => host == "localhost" || (System.Net.IPAddress.TryParse(host.Trim('[', ']'), out System.Net.IPAddress? address) && System.Net.IPAddress.IsLoopback(address));

    private static string HashOf(ImportMapDefinition importMap) => "sha256-" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(importMap.ToString())));
}
