namespace KeepaliveConsole.Engine.Definitions.Rules;

/// <summary>Checks that can run and can end.</summary>
internal sealed class CheckRule : ServiceRule
{
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(1);

    protected override void Check(VirtualServiceDefinition service, string pointer, ProblemList problems)
    {
        for (int index = 0; index < service.RealServers.Count; index++)
        {
            RealServerDefinition server = service.RealServers[index];
            for (int position = 0; position < server.Checks.Count; position++)
            {
                string at = $"{pointer}/realServers/{index}/checks/{position}";
                string subject = $"{service.Name}: check {position + 1} of {server.EndpointName}";
                CheckTimes(server.Checks[position], at, subject, problems);
                CheckTarget(server, server.Checks[position], at, subject, problems);
                if (server.Checks[position] is HttpCheckDefinition http) CheckHttp(http, at, subject, problems);
            }
        }
    }

    private static void CheckTimes(CheckDefinition check, string at, string subject, ProblemList problems)
    {
        if (check.ConnectTimeout <= TimeSpan.Zero || check.ConnectTimeout > s_longest)
            problems.Error($"{at}/connectTimeoutMs", "check.timeout", $"{subject}: the connect timeout must be longer than 0 and at most a day; 5 s is usual.");
        if (check.Interval <= TimeSpan.Zero || check.Interval > s_longest)
            problems.Error($"{at}/intervalMs", "check.interval", $"{subject}: the interval must be longer than 0 and at most a day.");
        if (check.Retries < 0)
            problems.Error($"{at}/retries", "check.retries", $"{subject}: retries must be 0 or more, not {check.Retries}; 0 takes the server out at the first failure.");
        if (check.RetryDelay < TimeSpan.Zero || check.RetryDelay > s_longest)
            problems.Error($"{at}/retryDelayMs", "check.retryDelay", $"{subject}: the delay before a retry must be 0 to a day.");
        if (check.Warmup < TimeSpan.Zero || check.Warmup > s_longest)
            problems.Error($"{at}/warmupMs", "check.warmup", $"{subject}: the warmup must be 0 to a day.");
    }

    private static void CheckTarget(RealServerDefinition server, CheckDefinition check, string at, string subject, ProblemList problems)
    {
        if (check.ConnectPort is < 1 or > 65535)
            problems.Error($"{at}/connectPort", "check.port", $"{subject}: the port must be 1 to 65535, not {check.ConnectPort}.");
        else if (check.ConnectPort is null && server.Port == 0)
            problems.Error($"{at}/connectPort", "check.noPort", $"{subject} has no port to connect to, because the real server has none; set connectPort.");
    }

    private static void CheckHttp(HttpCheckDefinition http, string at, string subject, ProblemList problems)
    {
        if (http.Urls.Count == 0)
            problems.Error($"{at}/urls", "http.urls", $"{subject} asks for no url; add one with a path.");
        CheckHost(http.VirtualHost, $"{at}/virtualHost", subject, problems);
        for (int index = 0; index < http.Urls.Count; index++) CheckUrl(http.Urls[index], $"{at}/urls/{index}", subject, problems);
    }

    private static void CheckUrl(HttpUrlDefinition url, string at, string subject, ProblemList problems)
    {
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
    }

    // The host goes into a request line by line; a line break in it would be a second header.
    private static void CheckHost(string? host, string at, string subject, ProblemList problems)
    {
        if (host is not null && (host.Length == 0 || host.Any(letter => letter <= ' ' || letter > '~')))
            problems.Error(at, "http.virtualHost", $"{subject}: the virtual host must be a name or address without blanks and control characters.");
    }
}
