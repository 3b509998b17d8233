using KeepaliveConsole.Data;
using KeepaliveConsole.Data.Access;
using KeepaliveConsole.Engine.Hosting;
using KeepaliveConsole.Web.Auth.Limits;
using KeepaliveConsole.Web.Auth.OpenIdConnect;
using KeepaliveConsole.Web.Auth.SecondFactor;
using KeepaliveConsole.Web.Operations;
using KeepaliveConsole.Web.Settings;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace KeepaliveConsole.Web.Auth;

/// <summary>Who may in: cookies for people, tokens for programs, three roles.</summary>
internal static class ConsoleAccess
{
    /// <summary>Shortest password, in characters: 10.</summary>
    public const int ShortestPassword = 10;

    /// <summary>Fewest different characters of a password: 4.</summary>
    public const int FewestDifferent = 4;

    private const string EitherScheme = "cookie-or-token";

    /// <summary>Adds authentication, authorisation and antiforgery.</summary>
    public static IServiceCollection AddConsoleAccess(this IServiceCollection services)
    {
        services.AddHttpContextAccessor();
        services.AddSingleton<ISetupState, SetupState>();
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, ApiRefusals>();
        services.AddTransient<IClaimsTransformation, ClientAddressClaim>();
        services.AddScoped<AuthenticationStateProvider, SessionRevalidation>();
        services.AddIdentity<ConsoleUser, IdentityRole>().AddEntityFrameworkStores<ConsoleDbContext>().AddClaimsPrincipalFactory<AccountClaims>();
        services.AddScoped<ISecurityStampValidator, SessionValidator>();
        services.AddSingleton<SessionChanges>();
        services.AddSingleton<Administrators>();
        services.AddSingleton<BearerLimits>();
        services.AddSingleton<SignInFailures>();
        services.AddScoped<SecondFactors>();
        services.AddScoped<SignInFlow>();
        services.AddScoped<OwnSession>();
        services.AddSingleton<AccessJournal>();
        services.AddSingleton<IAccessOperations, AccessOperations>();
        services.AddSingleton<IAccountOperations, AccountOperations>();
        services.AddSingleton<OidcProvider>();
        services.AddSingleton<UsedStates>();
        services.AddScoped<OidcSignIn>();
        services.AddOptions<IdentityOptions>().Configure<IOptions<AccessSettings>>(ConfigureIdentity);
        services.AddOptions<CookieAuthenticationOptions>(IdentityConstants.ApplicationScheme)
            .Configure<IOptions<AccessSettings>, IOptions<EngineOptions>>(ConfigureCookie);
        services.AddOptions<CookieAuthenticationOptions>(IdentityConstants.TwoFactorUserIdScheme)
            .Configure<IOptions<EngineOptions>>((cookie, engine) => cookie.Cookie.Name = CookieName("kc-half", engine.Value.Node));
        services.AddAntiforgery();
        services.AddOptions<AntiforgeryOptions>().Configure<IOptions<EngineOptions>>((options, engine) => options.Cookie.Name = CookieName("kc-form", engine.Value.Node));
        services.AddAuthentication(EitherScheme)
            .AddPolicyScheme(EitherScheme, null, options => options.ForwardDefaultSelector = context =>
                BearerTokenHandler.IsFor(context.Request) ? BearerTokenHandler.SchemeName : IdentityConstants.ApplicationScheme)
            .AddScheme<AuthenticationSchemeOptions, BearerTokenHandler>(BearerTokenHandler.SchemeName, null);
        // AddIdentity named its own cookie scheme as the default for each step; here one scheme decides by what the request carries.
        services.PostConfigure<AuthenticationOptions>(options =>
        {
            options.DefaultAuthenticateScheme = EitherScheme;
            options.DefaultChallengeScheme = EitherScheme;
            options.DefaultForbidScheme = EitherScheme;
        });
        AuthorizationBuilder authorization = services.AddAuthorizationBuilder();
        foreach (string role in Roles.All)
            authorization.AddPolicy(role, policy => policy.RequireAuthenticatedUser().RequireAssertion(context => Roles.Includes(context.User, role)));
        return services;
    }

    private static void ConfigureIdentity(IdentityOptions identity, IOptions<AccessSettings> settings)
    {
        // Length is what makes a password strong; rules about digits and signs only make it hard to remember.
        identity.Password.RequiredLength = ShortestPassword;
        identity.Password.RequireDigit = false;
        identity.Password.RequireLowercase = false;
        identity.Password.RequireUppercase = false;
        identity.Password.RequireNonAlphanumeric = false;
        identity.Password.RequiredUniqueChars = FewestDifferent;
        identity.Lockout.AllowedForNewUsers = true;
        identity.Lockout.MaxFailedAccessAttempts = settings.Value.FailuresToLock;
        identity.Lockout.DefaultLockoutTimeSpan = settings.Value.LockFor;
    }

    private static void ConfigureCookie(CookieAuthenticationOptions cookie, IOptions<AccessSettings> settings, IOptions<EngineOptions> engine)
    {
        cookie.Cookie.Name = CookieName("kc-session", engine.Value.Node);
        cookie.Cookie.HttpOnly = true;
        cookie.Cookie.SameSite = SameSiteMode.Lax;
        cookie.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        cookie.ExpireTimeSpan = settings.Value.SessionLength;
        cookie.SlidingExpiration = true;
        cookie.LoginPath = AccessEndpoints.SignInPage;
        cookie.AccessDeniedPath = "/";
        cookie.ReturnUrlParameter = "returnUrl";
    }

    // Browsers keep cookies by host name, not by port: three nodes of a lab on one address would sign each other out.
    internal static string CookieName(string prefix, string node) => $"{prefix}-{string.Concat(node.Where(char.IsAsciiLetterOrDigit))}";
}
