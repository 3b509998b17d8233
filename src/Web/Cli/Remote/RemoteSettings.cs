namespace KeepaliveConsole.Web.Cli.Remote;

/// <summary>Which console a command talks to, and as whom.</summary>
/// <param name="Url">Where it listens; ends with a slash.</param>
/// <param name="Token">What proves who asks; null = nothing.</param>
/// <param name="Json">Print the answer as it came instead of text for people.</param>
internal sealed record RemoteSettings(Uri Url, string? Token, bool Json)
{
    /// <summary>Environment variable that names the console where <c>--url</c> does not.</summary>
    public const string UrlVariable = "KEEPALIVE_CONSOLE_URL";

    /// <summary>Environment variable that holds the token where <c>--token-file</c> names none.</summary>
    public const string TokenVariable = "KEEPALIVE_CONSOLE_TOKEN";

    /// <summary>Where a console listens unless told otherwise.</summary>
    public const string DefaultUrl = "http://127.0.0.1:8300";

    /// <summary>Puts options and environment together.</summary>
    /// <param name="url">Of <c>--url</c>; null = not given.</param>
    /// <param name="tokenFile">Of <c>--token-file</c>; null = not given.</param>
    /// <param name="json">Of <c>--json</c>.</param>
    /// <param name="environment">Looks a variable up.</param>
    /// <param name="settings">The outcome; meaningful when null is returned.</param>
    /// <returns>What is wrong; null = nothing.</returns>
    public static CommandFailure? TryCreate(string? url, string? tokenFile, bool json, Func<string, string?> environment, out RemoteSettings settings)
    {
        settings = new RemoteSettings(new Uri(DefaultUrl), null, json);
        string text = url ?? NotEmpty(environment(UrlVariable)) ?? DefaultUrl;
        if (!Uri.TryCreate(text.TrimEnd('/') + "/", UriKind.Absolute, out Uri? address) || address.Scheme is not ("http" or "https"))
            return new CommandFailure(ExitCodes.Usage, $"{text} is no address of a console; write one such as {DefaultUrl} (--url or {UrlVariable}).");
        if (TryReadToken(tokenFile, environment, out string? token) is { } failure) return failure;
        settings = new RemoteSettings(address, token, json);
        return null;
    }

    private static CommandFailure? TryReadToken(string? file, Func<string, string?> environment, out string? token)
    {
        token = NotEmpty(environment(TokenVariable));
        if (file is null) return null;
        try
        {
            token = NotEmpty(File.ReadAllText(file).Trim());
            return token is not null ? null : CommandFailure.Failed($"{file} holds no token; put one into it: keepalive-console token create --name NAME --role viewer > {file}");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return CommandFailure.Failed($"The token file {file} cannot be read: {error.Message}");
        }
    }

    private static string? NotEmpty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
