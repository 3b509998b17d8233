namespace KeepaliveConsole.Engine.Definitions.Rules;

/// <summary>What HTTP checks ask for and expect can be written into a request and found in an answer.</summary>
internal static class HttpCheckRule
{
    public static void Check(HttpCheckDefinition http, string at, Sentence subject, CheckRun run)
    {
        ProblemList problems = run.Problems;
        if (http.Urls.Count == 0)
            problems.Error($"{at}/urls", "http.urls", $"{subject} asks for no url; add one with a path.");
        CheckHost(http.VirtualHost, $"{at}/virtualHost", subject, problems);
        for (int index = 0; index < http.Urls.Count; index++) CheckUrl(http.Urls[index], $"{at}/urls/{index}", subject, run);
        if (http.Tls is { } tls) CheckTls(http, tls, $"{at}/tls", subject, problems);
    }

    private static void CheckUrl(HttpUrlDefinition url, string at, Sentence subject, CheckRun run)
    {
        ProblemList problems = run.Problems;
        if (!url.Path.StartsWith('/'))
            problems.Error($"{at}/path", "http.path", $"{subject}: the path \"{url.Path}\" must start with /.");
        else if (url.Path.Any(letter => letter <= ' ' || letter > '~'))
            problems.Error($"{at}/path", "http.pathCharacters", $"{subject}: the path holds a blank, control or non-ASCII character; write it percent-encoded.");
        CheckHost(url.VirtualHost, $"{at}/virtualHost", subject, problems);
        for (int index = 0; index < url.StatusCodes.Count; index++)
        {
            StatusCodeRange range = url.StatusCodes[index];
            if (range.First is < 100 or > 999 || range.Last is < 100 or > 999 || range.First > range.Last)
                problems.Error($"{at}/statusCodes/{index}", "http.statusCode", $"{subject}: the status codes {range} must lie between 100 and 999, the first not above the last.");
        }

        if (url.Digest is { } digest && (digest.Length != 32 || !digest.All(char.IsAsciiHexDigit)))
            problems.Error($"{at}/digest", "http.digest", $"{subject}: the digest must be an MD5 of 32 hexadecimal digits; take it from a good answer.");
        if (url.ExpectedBody is { Length: 0 })
            problems.Error($"{at}/expectedBody", "http.expectedBody", $"{subject}: the expected body is empty, which every answer holds; leave it out or give a text.");
        if (url.Pattern is { } pattern) CheckPattern(pattern, $"{at}/pattern", subject, run);
        if (url.Json is { } json && !JsonPathText.IsValid(json.Path))
            problems.Error($"{at}/json/path", "http.jsonPath", $"{subject}: \"{json.Path}\" is no path into JSON; write $ and then .name, ['name'] or [0], such as $.checks[0].state.");
    }

    private static void CheckPattern(BodyPatternDefinition pattern, string at, Sentence subject, CheckRun run)
    {
        if (run.WhyNoPattern(pattern.Expression) is { } reason)
            run.Problems.Error($"{at}/expression", "http.pattern", $"{subject}: the regular expression cannot be read ({reason}); correct it.");
        for (int index = 0; index < pattern.Options.Count; index++)
            if (!PatternOptions.IsKnown(pattern.Options[index]))
                run.Problems.Error($"{at}/options/{index}", "http.patternOption", $"{subject}: {pattern.Options[index]} is no option of a regular expression that is known here; remove it.");
        if (pattern.MinimumOffset < 0)
            run.Problems.Error($"{at}/minimumOffset", "http.patternOffset", $"{subject}: a match cannot begin before byte 0; set minimumOffset to 0 or more.");
        if (pattern.MaximumOffset <= pattern.MinimumOffset)
            run.Problems.Error($"{at}/maximumOffset", "http.patternOffset", $"{subject}: no match can begin at byte {pattern.MinimumOffset} or later and before byte {pattern.MaximumOffset}; raise maximumOffset.");
    }

    private static void CheckTls(HttpCheckDefinition http, TlsDefinition tls, string at, Sentence subject, ProblemList problems)
    {
        CheckHost(tls.ServerName, $"{at}/serverName", subject, problems);
        if (tls.VerifyCertificate && (tls.ServerName ?? http.VirtualHost) is null && http.Urls.Any(url => url.VirtualHost is null))
            problems.Error($"{at}/verifyCertificate", "tls.name", $"{subject}: there is no name that the certificate could be compared with; set serverName or virtualHost.");
        else if (tls.SendServerName && (tls.ServerName ?? http.VirtualHost) is null && http.Urls.Any(url => url.VirtualHost is null))
            problems.Error($"{at}/sendServerName", "tls.name", $"{subject}: there is no server name to send; set serverName or virtualHost.");
        if (tls.ServerName is not null && !tls.SendServerName && !tls.VerifyCertificate)
            problems.Warning($"{at}/serverName", "tls.serverName", $"{subject}: serverName is neither sent nor compared; set sendServerName or verifyCertificate, or remove it.");
        if (tls.CertificateWarning <= TimeSpan.Zero || tls.CertificateWarning > TimeSpan.FromDays(3650))
            problems.Error($"{at}/certificateWarningMs", "tls.warning", $"{subject}: the warning before a certificate ends must be longer than 0 and at most ten years; 14 days is usual.");
        foreach ((string member, string? path) in ((string, string?)[])[("certificateFile", tls.CertificateFile), ("keyFile", tls.KeyFile)])
            if (path is not null && (!path.StartsWith('/') || path.Any(char.IsControl)))
                problems.Error($"{at}/{member}", "tls.file", $"{subject}: {member} \"{path}\" must be a path from the root, such as /etc/ssl/checker.pem.");
        if (tls.KeyFile is not null && tls.CertificateFile is null)
            problems.Error($"{at}/keyFile", "tls.key", $"{subject}: a key is of no use without its certificate; set certificateFile or remove keyFile.");
    }

    // The host goes into a request line by line; a line break in it would be a second header.
    private static void CheckHost(string? host, string at, Sentence subject, ProblemList problems)
    {
        if (host is not null && (host.Length == 0 || host.Any(letter => letter <= ' ' || letter > '~')))
            problems.Error(at, "http.virtualHost", $"{subject}: the virtual host must be a name or address without blanks and control characters.");
    }
}
