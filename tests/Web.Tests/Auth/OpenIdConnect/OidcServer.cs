using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace KeepaliveConsole.Web.Tests.Auth.OpenIdConnect;

/// <summary>An OpenID Connect provider on loopback, strict about what the console sends, and willing to misbehave in what it answers.</summary>
internal sealed class OidcServer : IAsyncDisposable
{
    public const string ClientId = "console";
    public const string ClientSecret = "secret & more: +%";

    private readonly WebApplication _app;
    private readonly Dictionary<string, (string Challenge, string Nonce, string RedirectUri)> _codes = [];

    private OidcServer(WebApplication app) => _app = app;

    public string Issuer { get; private set; } = "";

    public RsaSecurityKey Key { get; private set; } = NewKey();

    /// <summary>Claims of the person who signs in next.</summary>
    public Dictionary<string, object> Person { get; } = new() { ["sub"] = "4711", ["preferred_username"] = "olga", ["name"] = "Olga O.", ["groups"] = new[] { "staff", "net-ops" } };

    /// <summary>Changes the identity token before it is signed.</summary>
    public Action<SecurityTokenDescriptor>? Spoil { get; set; }

    /// <summary>Makes the identity token, in place of signing it with <see cref="Key"/>.</summary>
    public Func<SecurityTokenDescriptor, string>? Make { get; set; }

    /// <summary>The person gives up at the provider.</summary>
    public bool IsDenied { get; set; }

    /// <summary>What the discovery document calls the issuer; null = the truth.</summary>
    public string? ClaimedIssuer { get; set; }

    public int KeyReads { get; private set; }

    public static async Task<OidcServer> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        builder.Logging.ClearProviders();
        WebApplication app = builder.Build();
        var server = new OidcServer(app);
        app.UseRouting();
        app.MapGet("/.well-known/openid-configuration", server.Describe);
        app.MapGet("/keys", server.Keys);
        app.MapGet("/authorize", server.Authorize);
        app.MapPost("/token", server.TokenAsync);
        await app.StartAsync();
        server.Issuer = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return server;
    }

    public static RsaSecurityKey NewKey() => new(RSA.Create(2048)) { KeyId = Guid.NewGuid().ToString("N") };

    /// <summary>New keys; tokens are signed with them from now on.</summary>
    public void RotateKeys() => Key = NewKey();

    /// <summary>What a person's browser does at the provider: opens the address it was sent to, and is sent back.</summary>
    public static async Task<string> VisitAsync(string address)
    {
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
        using HttpResponseMessage answer = await http.GetAsync(address);
        Assert.Equal(302, (int)answer.StatusCode);
        return answer.Headers.Location!.PathAndQuery;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private Task Describe(HttpContext context) => context.Response.WriteAsJsonAsync(new Dictionary<string, object>
    {
        ["issuer"] = ClaimedIssuer ?? Issuer,
        ["authorization_endpoint"] = Issuer + "/authorize",
        ["token_endpoint"] = Issuer + "/token",
        ["jwks_uri"] = Issuer + "/keys",
        ["token_endpoint_auth_methods_supported"] = new[] { "client_secret_basic" },
    });

    private Task Keys(HttpContext context)
    {
        KeyReads++;
        RSAParameters key = Key.Rsa.ExportParameters(false);
        return context.Response.WriteAsJsonAsync(new
        {
            keys = new[] { new { kty = "RSA", use = "sig", alg = "RS256", kid = Key.KeyId, n = Base64UrlEncoder.Encode(key.Modulus), e = Base64UrlEncoder.Encode(key.Exponent) } },
        });
    }

    private Task Authorize(HttpContext context)
    {
        IQueryCollection query = context.Request.Query;
        Assert.Equal(("code", ClientId, "S256", "openid profile groups"), (query["response_type"].ToString(), query["client_id"].ToString(), query["code_challenge_method"].ToString(), query["scope"].ToString()));
        string code = Guid.NewGuid().ToString("N");
        _codes[code] = (query["code_challenge"]!, query["nonce"]!, query["redirect_uri"]!);
        context.Response.Redirect(QueryHelpers.AddQueryString(query["redirect_uri"]!, IsDenied
            ? new Dictionary<string, string?> { ["error"] = "access_denied", ["error_description"] = "the person\r\nsaid no", ["state"] = query["state"] }
            : new Dictionary<string, string?> { ["code"] = code, ["state"] = query["state"], ["iss"] = Issuer }));
        return Task.CompletedTask;
    }

    private async Task TokenAsync(HttpContext context)
    {
        IFormCollection form = await context.Request.ReadFormAsync();
        string[] pair = Encoding.UTF8.GetString(Convert.FromBase64String(context.Request.Headers.Authorization.ToString()["Basic ".Length..])).Split(':');
        bool known = System.Net.WebUtility.UrlDecode(pair[0]) == ClientId && System.Net.WebUtility.UrlDecode(pair[1]) == ClientSecret;
        if (!known || !_codes.Remove(form["code"]!, out var granted) || granted.RedirectUri != form["redirect_uri"]
            || granted.Challenge != Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"].ToString()))))
        {
            context.Response.StatusCode = 400;
            await context.Response.WriteAsJsonAsync(new { error = known ? "invalid_grant" : "invalid_client" });
            return;
        }

        var token = new SecurityTokenDescriptor
        {
            Issuer = Issuer,
            Audience = ClientId,
            IssuedAt = DateTime.UtcNow,
            NotBefore = DateTime.UtcNow.AddSeconds(-5),
            Expires = DateTime.UtcNow.AddMinutes(5),
            Claims = new Dictionary<string, object>(Person) { ["nonce"] = granted.Nonce },
            SigningCredentials = new SigningCredentials(Key, SecurityAlgorithms.RsaSha256),
        };
        Spoil?.Invoke(token);
        string text = Make?.Invoke(token) ?? new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(token);
        await context.Response.WriteAsJsonAsync(new { access_token = "unused", token_type = "Bearer", id_token = text });
    }
}
