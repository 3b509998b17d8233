using KeepaliveConsole.Data;
using KeepaliveConsole.Data.Access;
using KeepaliveConsole.Data.Audit;
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

    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder auth = routes.MapGroup("/auth").AddEndpointFilter(AnswerStorageAsync);
        auth.MapPost("/setup", SetUpAsync).AllowAnonymous().RequireRateLimiting(ConsoleAccess.AttemptsPolicy);
        auth.MapPost("/sign-in", SignInAsync).AllowAnonymous().RequireRateLimiting(ConsoleAccess.AttemptsPolicy);
        auth.MapPost("/sign-out", SignOutAsync).AllowAnonymous();
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
        return TypedResults.LocalRedirect("/");
    }

    private static async Task<(ConsoleUser? Administrator, string? Refused)> CreateAdministratorAsync(UserManager<ConsoleUser> users, RoleManager<IdentityRole> roles, string name, string password)
    {
        var administrator = new ConsoleUser { UserName = name, LockoutEnabled = true };
        foreach (string role in Roles.All)
            if (!await roles.RoleExistsAsync(role).ConfigureAwait(false)) await roles.CreateAsync(new IdentityRole(role)).ConfigureAwait(false);
        IdentityResult created = await users.CreateAsync(administrator, password).ConfigureAwait(false);
        if (!created.Succeeded)
            return (null, created.Errors.Any(error => error.Code.StartsWith("Password", StringComparison.Ordinal)) ? AccessErrors.Password : AccessErrors.User);
        IdentityResult joined = await users.AddToRoleAsync(administrator, Roles.Admin).ConfigureAwait(false);
        if (joined.Succeeded) return (administrator, null);
        // An account without a role is of no use and would take the name.
        await users.DeleteAsync(administrator).ConfigureAwait(false);
        return (null, AccessErrors.Storage);
    }

    private static async Task<RedirectHttpResult> SignInAsync(HttpContext context, AccessForm form, UserManager<ConsoleUser> users, SignInManager<ConsoleUser> signIn, IPasswordHasher<ConsoleUser> hasher, TimeProvider time, IAuditTrail audit, CancellationToken cancellationToken)
    {
        string name = form.User;
        if (!form.IsGenuine) return Back(SignInPage, AccessErrors.Expired);
        ConsoleUser? account = await users.FindByNameAsync(name).ConfigureAwait(false);
        // An unknown name costs as much time as a wrong password, so that names cannot be found out by measuring.
        if (account is null) hasher.HashPassword(new ConsoleUser(), form.Password);
        SignInResult result = account is null ? SignInResult.Failed
            : await signIn.PasswordSignInAsync(account, form.Password, isPersistent: false, lockoutOnFailure: true).ConfigureAwait(false);
        if (!result.Succeeded)
        {
            string error = result.IsLockedOut ? AccessErrors.Locked : AccessErrors.Credentials;
            await audit.RecordAsync(new AuditEntry { Actor = Actors.Anonymous(context, name), Action = "sign-in-failed", Object = "console", Reason = error, Succeeded = false }, cancellationToken).ConfigureAwait(false);
            return Back(SignInPage, error, form.ReturnUrl);
        }

        account!.LastSignInAt = time.GetUtcNow();
        await users.UpdateAsync(account).ConfigureAwait(false);
        await audit.RecordAsync(new AuditEntry { Actor = new Actor(ActorKind.User, account.UserName!, Actors.AddressOf(context)), Action = "sign-in", Object = "console" }, cancellationToken).ConfigureAwait(false);
        return TypedResults.LocalRedirect(form.ReturnUrl ?? "/");
    }

    private static async Task<RedirectHttpResult> SignOutAsync(HttpContext context, AccessForm form, SignInManager<ConsoleUser> signIn, IAuditTrail audit, CancellationToken cancellationToken)
    {
        if (!form.IsGenuine) return Back(SignInPage, AccessErrors.Expired);
        if (context.User.Identity is { IsAuthenticated: true })
            await audit.RecordAsync(new AuditEntry { Actor = Actors.Of(context.User), Action = "sign-out", Object = "console" }, cancellationToken).ConfigureAwait(false);
        await signIn.SignOutAsync().ConfigureAwait(false);
        return TypedResults.LocalRedirect(form.ReturnUrl ?? SignInPage);
    }

    private static RedirectHttpResult Back(string page, string error, string? returnUrl = null)
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

    private static string PageOf(HttpContext context) => context.Request.Path == "/auth/setup" ? SetupPage : SignInPage;
}
