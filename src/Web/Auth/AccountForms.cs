using KeepaliveConsole.Web.Operations;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.HttpResults;

namespace KeepaliveConsole.Web.Auth;

/// <summary>Forms of the page <c>/account</c>: password, second factor, sign-out everywhere. Answered by a redirect, as the other forms are.</summary>
internal static class AccountForms
{
    /// <summary>The page.</summary>
    public const string Page = "/account";

    /// <summary>Value of <c>?done=</c> after something worked.</summary>
    public const string Done = "1";

    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder auth)
    {
        RouteGroupBuilder account = auth.MapGroup("/account").RequireAuthorization(Roles.Viewer);
        MapForm(account, "/password", async (operations, context, form, ct) => form["next"] == form["repeat"]
            ? (await operations.ChangePasswordAsync(context.User, form["current"], form["next"], ct).ConfigureAwait(false), true)
            : (new OperationResult(OperationStatus.Refused, Engine.Sentence.Verbatim(AccessErrors.Repeat)), false));
        MapForm(account, "/totp", async (operations, context, form, ct) => ((await operations.BeginSecondFactorAsync(context.User, form["password"], ct).ConfigureAwait(false)).Result, false));
        MapForm(account, "/totp/confirm", async (operations, context, form, ct) => (await operations.ConfirmSecondFactorAsync(context.User, form["code"], ct).ConfigureAwait(false), true));
        MapForm(account, "/totp/remove", async (operations, context, form, ct) => (await operations.RemoveSecondFactorAsync(context.User, form["password"], ct).ConfigureAwait(false), true));
        MapForm(account, "/sign-out-everywhere", async (operations, context, _, ct) => (await operations.SignOutEverywhereAsync(context.User, ct).ConfigureAwait(false), false));
    }

    private static void MapForm(RouteGroupBuilder group, string path, Func<IAccountOperations, HttpContext, IFormCollection, CancellationToken, Task<(OperationResult Result, bool KeepsSession)>> operation)
        => group.MapPost(path, async Task<RedirectHttpResult> (HttpContext context, IAntiforgery antiforgery, IAccountOperations operations, OwnSession session, CancellationToken ct) =>
        {
            if (!context.Request.HasFormContentType || !await antiforgery.IsRequestValidAsync(context).ConfigureAwait(false)) return AccessEndpoints.Back(Page, AccessErrors.Expired);
            IFormCollection form = await context.Request.ReadFormAsync(ct).ConfigureAwait(false);
            (OperationResult result, bool keepsSession) = await operation(operations, context, form, ct).ConfigureAwait(false);
            if (keepsSession) await session.KeepAsync(context, result).ConfigureAwait(false);
            return result.Status is OperationStatus.Done or OperationStatus.Unchanged ? TypedResults.LocalRedirect($"{Page}?done={Done}") : AccessEndpoints.Back(Page, CodeOf(result));
        });

    private static string CodeOf(OperationResult result)
    {
        if (result.Message == AccessErrors.Repeat) return AccessErrors.Repeat;
        return result.Status switch
        {
            OperationStatus.Unavailable => AccessErrors.Storage,
            OperationStatus.NotNow => AccessErrors.NotNow,
            _ => result.Problems is [var problem, ..] ? problem.Code switch
            {
                "password.wrong" => AccessErrors.Credentials,
                "totp.code" => AccessErrors.Code,
                _ => AccessErrors.Password,
            } : AccessErrors.Password,
        };
    }
}
