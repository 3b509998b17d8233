using KeepaliveConsole.Data;
using KeepaliveConsole.Data.Access;
using KeepaliveConsole.Data.Audit;
using KeepaliveConsole.Web.Auth.Limits;
using KeepaliveConsole.Web.Auth.OpenIdConnect;
using KeepaliveConsole.Web.Operations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;

namespace KeepaliveConsole.Web.Auth;

/// <summary>Setting up, signing in and out: plain form posts with an antiforgery token, answered by a redirect.</summary>
internal static class AccessEndpoints
{
    /// <summary>The page with the set-up form.</summary>
    public const string SetupPage = "/setup";

    /// <summary>The page with the sign-in form.</summary>
    public const string SignInPage = "/sign-in";

    /// <summary>The page that asks for the code of the second factor.</summary>
    public const string CodePage = "/sign-in/code";

    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder auth = routes.MapGroup("/auth").AddEndpointFilter(AnswerStorageAsync);
        auth.MapPost("/setup", SetUpAsync).AllowAnonymous().WithMetadata(AttemptsAreLimited.Mark);
        auth.MapPost("/sign-in", SignInAsync).AllowAnonymous().WithMetadata(AttemptsAreLimited.Mark);
        auth.MapPost("/code", CodeAsync).AllowAnonymous().WithMetadata(AttemptsAreLimited.Mark);
        auth.MapPost("/sign-out", SignOutAsync).AllowAnonymous();
        AccountForms.Map(auth);
        OidcEndpoints.Map(auth);
    }

    private static async Task<RedirectHttpResult> SetUpAsync(HttpContext context, AccessForm form, ISetupTokens tokens, UserManager<ConsoleUser> users, RoleManager<IdentityRole> roles, SignInManager<ConsoleUser> signIn, IAuditTrail audit, CancellationToken cancellationToken)
    {
        string name = form.User;
        if (!form.IsGenuine) return Back(SetupPage, AccessErrors.Expired);
        if (form.Repeat is not null && form.Repeat != form.Password) return Back(SetupPage, AccessErrors.Repeat);
        if (!await tokens.IsNeededAsync(cancellationToken).ConfigureAwait(false)) return Back(SetupPage, AccessErrors.Done);

        string? refused = null;
        ConsoleUser? administrator = null;
        bool used = await tokens.ConsumeAsync(form.Token, async _ =>
        {
            (administrator, refused) = await CreateAdministratorAsync(users, roles, name, form.Password).ConfigureAwait(false);
            return administrator is not null;
        }, cancellationToken).ConfigureAwait(false);
        if (!used || administrator is null)
        {
            string error = refused ?? AccessErrors.Token;
            await audit.RecordAsync(new AuditEntry { Actor = Actors.Anonymous(context, name), Action = "setup", Object = "console", Reason = error, Succeeded = false }, cancellationToken).ConfigureAwait(false);
            return Back(SetupPage, error);
        }

        await audit.RecordAsync(new AuditEntry { Actor = new Actor(ActorKind.User, name, Actors.AddressOf(context)), Action = "setup", Object = "console", After = $"administrator {name}" }, cancellationToken).ConfigureAwait(false);
        await signIn.SignInAsync(administrator, isPersistent: false).ConfigureAwait(false);
        return TypedResults.LocalRedirect("/welcome");
    }

    private static async Task<(ConsoleUser? Administrator, string? Refused)> CreateAdministratorAsync(UserManager<ConsoleUser> users, RoleManager<IdentityRole> roles, string name, string password)
    {
        var administrator = new ConsoleUser { UserName = name, LockoutEnabled = true };
        await AccessOperations.EnsureRolesAsync(roles).ConfigureAwait(false);
        IdentityResult created = await users.CreateAsync(administrator, password).ConfigureAwait(false);
        if (!created.Succeeded)
            return (null, created.Errors.Any(error => error.Code.StartsWith("Password", StringComparison.Ordinal)) ? AccessErrors.Password : AccessErrors.User);
        IdentityResult joined = await users.AddToRoleAsync(administrator, Roles.Admin).ConfigureAwait(false);
        if (joined.Succeeded) return (administrator, null);
        // An account without a role is of no use and would take the name.
        await users.DeleteAsync(administrator).ConfigureAwait(false);
        return (null, AccessErrors.Storage);
    }

    private static async Task<RedirectHttpResult> SignInAsync(HttpContext context, AccessForm form, SignInFlow flow, CancellationToken cancellationToken)
    {
        if (!form.IsGenuine) return Back(SignInPage, AccessErrors.Expired);
        SignInStep step = await flow.WithPasswordAsync(context, form.User, form.Password, cancellationToken).ConfigureAwait(false);
        if (step.NeedsCode) return TypedResults.LocalRedirect(form.ReturnUrl is { } wanted ? $"{CodePage}?returnUrl={Uri.EscapeDataString(wanted)}" : CodePage);
        return After(step, SignInPage, form.ReturnUrl);
    }

    private static async Task<RedirectHttpResult> CodeAsync(HttpContext context, AccessForm form, SignInFlow flow, CancellationToken cancellationToken)
    {
        if (!form.IsGenuine) return Back(SignInPage, AccessErrors.Expired);
        SignInStep step = await flow.WithCodeAsync(context, form.Token, cancellationToken).ConfigureAwait(false);
        return After(step, step.Error is AccessErrors.Code ? CodePage : SignInPage, form.ReturnUrl);
    }

    /// <summary>Where a step of signing in leads.</summary>
    internal static RedirectHttpResult After(SignInStep step, string page, string? returnUrl)
    {
        if (step.Error is { } error) return Back(page, error, returnUrl);
        return TypedResults.LocalRedirect(step.NeedsFactor ? $"{AccountForms.Page}?error={AccessErrors.FactorRequired}" : returnUrl ?? "/");
    }

    private static async Task<RedirectHttpResult> SignOutAsync(HttpContext context, AccessForm form, SignInManager<ConsoleUser> signIn, IAuditTrail audit, CancellationToken cancellationToken)
    {
        if (!form.IsGenuine) return Back(SignInPage, AccessErrors.Expired);
        if (context.User.Identity is { IsAuthenticated: true })
            await audit.RecordAsync(new AuditEntry { Actor = Actors.Of(context.User), Action = "sign-out", Object = "console" }, cancellationToken).ConfigureAwait(false);
        await signIn.SignOutAsync().ConfigureAwait(false);
        return TypedResults.LocalRedirect(form.ReturnUrl ?? SignInPage);
    }

    /// <summary>Back to a page, which says what was wrong.</summary>
    internal static RedirectHttpResult Back(string page, string error, string? returnUrl = null)
        => TypedResults.LocalRedirect($"{page}?error={error}{(returnUrl is null ? "" : "&returnUrl=" + Uri.EscapeDataString(returnUrl))}");

    private static async ValueTask<object?> AnswerStorageAsync(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        try
        {
            return await next(invocation).ConfigureAwait(false);
        }
        catch (Exception error) when (StorageFailure.IsOne(error))
        {
            return Back(PageOf(invocation.HttpContext), AccessErrors.Storage);
        }
    }

    private static string PageOf(HttpContext context) => context.Request.Path.Value switch
    {
        "/auth/setup" => SetupPage,
        { } path when path.StartsWith("/auth/account", StringComparison.Ordinal) => AccountForms.Page,
        _ => SignInPage,
    };
}
