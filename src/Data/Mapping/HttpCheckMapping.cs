using KeepaliveConsole.Data.Entities;
using KeepaliveConsole.Engine.Definitions;
using static KeepaliveConsole.Data.Mapping.OrderedLists;

namespace KeepaliveConsole.Data.Mapping;

/// <summary>What HTTP checks have of their own ↔ columns and rows.</summary>
internal static class HttpCheckMapping
{
    public static CheckRow ToRow(HttpCheckDefinition http) => new()
    {
        Kind = CheckKind.Http,
        VirtualHost = http.VirtualHost,
        HttpProtocol = http.Protocol,
        FastRecovery = http.FastRecovery,
        TlsSendServerName = http.Tls?.SendServerName,
        TlsServerName = http.Tls?.ServerName,
        TlsVerifyCertificate = http.Tls?.VerifyCertificate,
        TlsCertificateWarning = http.Tls?.CertificateWarning,
        TlsSendCloseNotify = http.Tls?.SendCloseNotify,
        TlsCertificateFile = http.Tls?.CertificateFile,
        TlsKeyFile = http.Tls?.KeyFile,
        Urls = RowsOf(http.Urls, ToRow),
    };

    public static HttpCheckDefinition ToItem(CheckRow row) => new()
    {
        VirtualHost = row.VirtualHost,

        // Rows of before these columns have none of them.
        Protocol = row.HttpProtocol ?? HttpProtocol.Http10,
        FastRecovery = row.FastRecovery ?? false,
        Tls = row.TlsSendServerName is not { } sendServerName ? null : new TlsDefinition
        {
            SendServerName = sendServerName,
            ServerName = row.TlsServerName,
            VerifyCertificate = row.TlsVerifyCertificate!.Value,
            CertificateWarning = row.TlsCertificateWarning,
            SendCloseNotify = row.TlsSendCloseNotify!.Value,
            CertificateFile = row.TlsCertificateFile,
            KeyFile = row.TlsKeyFile,
        },
        Urls = ItemsOf(row.Urls, ToItem),
    };

    private static HttpUrlRow ToRow(HttpUrlDefinition url) => new()
    {
        Path = url.Path,
        VirtualHost = url.VirtualHost,
        ExpectedBody = url.ExpectedBody,
        Digest = url.Digest,
        PatternExpression = url.Pattern?.Expression,
        PatternMustNotMatch = url.Pattern?.MustNotMatch ?? false,
        PatternMinimumOffset = url.Pattern?.MinimumOffset ?? 0,
        PatternMaximumOffset = url.Pattern?.MaximumOffset,
        PatternOptions = RowsOf(url.Pattern?.Options ?? [], option => new PatternOptionRow { Option = option }),
        JsonPath = url.Json?.Path,
        JsonValue = url.Json?.Value,
        StatusCodes = RowsOf(url.StatusCodes, range => new StatusCodeRow { First = range.First, Last = range.Last }),
    };

    private static HttpUrlDefinition ToItem(HttpUrlRow row) => new()
    {
        Path = row.Path,
        VirtualHost = row.VirtualHost,
        ExpectedBody = row.ExpectedBody,
        Digest = row.Digest,
        Pattern = row.PatternExpression is not { } expression ? null : new BodyPatternDefinition
        {
            Expression = expression,
            MustNotMatch = row.PatternMustNotMatch,
            MinimumOffset = row.PatternMinimumOffset,
            MaximumOffset = row.PatternMaximumOffset,
            Options = ItemsOf(row.PatternOptions, option => option.Option),
        },
        Json = row.JsonPath is { } path ? new JsonExpectationDefinition { Path = path, Value = row.JsonValue } : null,
        StatusCodes = ItemsOf(row.StatusCodes, range => new StatusCodeRange(range.First, range.Last)),
    };
}
