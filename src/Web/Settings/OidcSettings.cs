namespace KeepaliveConsole.Web.Settings;

/// <summary>Sign-in through an OpenID Connect provider; section <c>Access:Oidc</c> of appsettings.json.</summary>
public sealed class OidcSettings
{
    /// <summary>Address of the provider, such as <c>https://login.example.org/realms/staff</c>; null = no such sign-in. Must be https, but for loopback.</summary>
    public string? Authority { get; set; }

    /// <summary>Name of the console at the provider.</summary>
    public string? ClientId { get; set; }

    /// <summary>Its secret; null = none, or in <see cref="ClientSecretFile"/>.</summary>
    public string? ClientSecret { get; set; }

    /// <summary>File with the secret, read at each sign-in; better than a secret in the settings. Null = none.</summary>
    public string? ClientSecretFile { get; set; }

    /// <summary>Scopes to ask for beside <c>openid</c>, separated by blanks. Default <c>profile</c>.</summary>
    public string Scopes { get; set; } = "profile";

    /// <summary>Claim of the identity token that names the person's groups, as a list or a single text. Default <c>groups</c>.</summary>
    public string GroupsClaim { get; set; } = "groups";

    /// <summary>Group → role (<c>viewer</c>, <c>operator</c>, <c>admin</c>). The strongest of a person's groups counts; without one the person is refused.</summary>
    public Dictionary<string, string> RoleMap { get; set; } = new(StringComparer.Ordinal);

    /// <summary>What the button on the sign-in page names. Default <c>single sign-on</c>.</summary>
    public string DisplayName { get; set; } = "single sign-on";

    /// <summary>Is it set up?</summary>
    public bool IsOn => !string.IsNullOrWhiteSpace(Authority);
}
