using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using KeepaliveConsole.Web.Settings;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace KeepaliveConsole.Web.Auth.OpenIdConnect;

/// <summary>The OpenID Connect provider: what it publishes about itself, where people are sent, and the exchange of a code for an identity token.</summary>
internal sealed class OidcProvider : IDisposable
{
    private const int LargestAnswer = 1024 * 1024;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    private readonly OidcSettings _settings;
    private readonly HttpClient _http;
    private readonly Lazy<ConfigurationManager<OpenIdConnectConfiguration>> _published;

    public OidcProvider(IOptions<AccessSettings> settings)
    {
        _settings = settings.Value.Oidc;
        // A provider that redirects its own endpoints is not followed: where secrets go is what it published.
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ConnectTimeout = s_patience }) { Timeout = s_patience, MaxResponseContentBufferSize = LargestAnswer };
        _published = new(() => new ConfigurationManager<OpenIdConnectConfiguration>(DiscoveryAddress, new OpenIdConnectConfigurationRetriever(), Documents));
    }

    /// <summary>The settings.</summary>
    public OidcSettings Settings => _settings;

    private string DiscoveryAddress => _settings.Authority!.TrimEnd('/') + "/.well-known/openid-configuration";

    private HttpDocumentRetriever Documents => new(_http) { RequireHttps = !IsLoopback(new Uri(_settings.Authority!)) };

    /// <summary>What the provider publishes; kept for hours, as the library does.</summary>
    public Task<OpenIdConnectConfiguration> FindAsync(CancellationToken cancellationToken) => AskAsync(() => _published.Value.GetConfigurationAsync(cancellationToken));

    /// <summary>The same, read anew: its keys have changed.</summary>
    public Task<OpenIdConnectConfiguration> FindAnewAsync(CancellationToken cancellationToken)
    {
        _published.Value.RequestRefresh();
        return AskAsync(() => OpenIdConnectConfigurationRetriever.GetAsync(DiscoveryAddress, Documents, cancellationToken));
    }

    /// <summary>Where to send the person.</summary>
    public string AddressFor(OpenIdConnectConfiguration provider, OidcAttempt attempt) => QueryHelpers.AddQueryString(provider.AuthorizationEndpoint, new Dictionary<string, string?>
    {
        ["response_type"] = "code",
        ["client_id"] = _settings.ClientId,
        ["redirect_uri"] = attempt.RedirectUri,
        ["scope"] = $"openid {_settings.Scopes}".Trim(),
        ["state"] = attempt.State,
        ["nonce"] = attempt.Nonce,
        ["code_challenge"] = attempt.Challenge,
        ["code_challenge_method"] = "S256",
    });

    /// <summary>Exchanges the code for the identity token. A code works once; the provider sees to that.</summary>
    public async Task<string> RedeemAsync(OpenIdConnectConfiguration provider, OidcAttempt attempt, string code, CancellationToken cancellationToken)
    {
        var fields = new Dictionary<string, string> { ["grant_type"] = "authorization_code", ["code"] = code, ["redirect_uri"] = attempt.RedirectUri, ["code_verifier"] = attempt.Verifier };
        using var request = new HttpRequestMessage(HttpMethod.Post, provider.TokenEndpoint);
        Identify(provider, request, fields);
        request.Content = new FormUrlEncodedContent(fields);
        try
        {
            using HttpResponseMessage answer = await _http.SendAsync(request, cancellationToken).ConfigureAwait(false);
            string text = await answer.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
            using JsonDocument document = JsonDocument.Parse(text);
            if (!answer.IsSuccessStatusCode) throw new OidcFailure(AccessErrors.OidcRefused, $"The provider did not take the code: {(int)answer.StatusCode} {Text(document, "error")} {Text(document, "error_description")}");
            return Text(document, "id_token") ?? throw new OidcFailure(AccessErrors.OidcProvider, "The provider's answer to the code has no id_token; is openid among the scopes it allows?");
        }
        catch (Exception failure) when (failure is HttpRequestException or JsonException || (failure is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new OidcFailure(AccessErrors.OidcProvider, $"The provider's token endpoint {provider.TokenEndpoint} does not answer as it should: {failure.Message}", failure);
        }
    }

    /// <inheritdoc />
    public void Dispose() => _http.Dispose();

    private void Identify(OpenIdConnectConfiguration provider, HttpRequestMessage request, Dictionary<string, string> fields)
    {
        if (Secret() is not { Length: > 0 } secret)
        {
            fields["client_id"] = _settings.ClientId!;
            return;
        }

        bool takesBasic = provider.TokenEndpointAuthMethodsSupported.Count == 0 || provider.TokenEndpointAuthMethodsSupported.Contains("client_secret_basic");
        if (takesBasic)
        {
            // Both are form-encoded first (RFC 6749 section 2.3.1).
            string pair = $"{WebUtility.UrlEncode(_settings.ClientId)}:{WebUtility.UrlEncode(secret)}";
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(pair)));
            return;
        }

        fields["client_id"] = _settings.ClientId!;
        fields["client_secret"] = secret;
    }

    private string? Secret()
    {
        if (string.IsNullOrWhiteSpace(_settings.ClientSecretFile)) return _settings.ClientSecret;
        try
        {
            return File.ReadAllText(_settings.ClientSecretFile).Trim();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new OidcFailure(AccessErrors.OidcSettings, $"Access:Oidc:ClientSecretFile {_settings.ClientSecretFile} cannot be read: {failure.Message}", failure);
        }
    }

    private async Task<OpenIdConnectConfiguration> AskAsync(Func<Task<OpenIdConnectConfiguration>> ask)
    {
        CheckSettings();
        OpenIdConnectConfiguration provider;
        try
        {
            provider = await ask().ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is InvalidOperationException or IOException or HttpRequestException or ArgumentException or TaskCanceledException or Microsoft.IdentityModel.Protocols.Configuration.InvalidConfigurationException)
        {
            throw new OidcFailure(AccessErrors.OidcProvider, $"The provider's description {DiscoveryAddress} cannot be read: {failure.GetBaseException().Message}", failure);
        }

        if (provider.Issuer?.TrimEnd('/') != _settings.Authority!.TrimEnd('/'))
            throw new OidcFailure(AccessErrors.OidcSettings, $"The provider at {_settings.Authority} calls itself {provider.Issuer}; Access:Oidc:Authority has to be that name.");
        if (!IsSafe(provider.AuthorizationEndpoint) || !IsSafe(provider.TokenEndpoint))
            throw new OidcFailure(AccessErrors.OidcSettings, "The provider names an endpoint that is not https.");
        return provider;
    }

    private void CheckSettings()
    {
        if (!IsSafe(_settings.Authority)) throw new OidcFailure(AccessErrors.OidcSettings, $"Access:Oidc:Authority \"{_settings.Authority}\" has to be an https address (http only for loopback).");
        if (string.IsNullOrWhiteSpace(_settings.ClientId)) throw new OidcFailure(AccessErrors.OidcSettings, "Access:Oidc:ClientId is missing.");
        if (_settings.RoleMap.Values.FirstOrDefault(role => !Roles.All.Contains(role)) is { } unknown)
            throw new OidcFailure(AccessErrors.OidcSettings, $"Access:Oidc:RoleMap names the role \"{unknown}\"; there are {string.Join(", ", Roles.All)}.");
    }

    private static bool IsSafe(string? address) => Uri.TryCreate(address, UriKind.Absolute, out Uri? uri) && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && IsLoopback(uri)));

    private static bool IsLoopback(Uri uri) => uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback;

    private static string? Text(JsonDocument document, string name)
        => document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
