using KeepaliveConsole.Web.Auth;
using KeepaliveConsole.Web.Auth.SecondFactor;
using KeepaliveConsole.Web.Operations;
using Microsoft.AspNetCore.Http.HttpResults;

namespace KeepaliveConsole.Web.Api;

/// <summary>Body of <c>POST /account/password</c>.</summary>
/// <param name="Current">The present password.</param>
/// <param name="Next">The new one, at least 10 characters.</param>
internal sealed record PasswordRequest(string? Current, string? Next)
{
    /// <summary>Hides both.</summary>
    public override string ToString() => "passwords";
}

/// <summary>Body of requests that need the present password once more.</summary>
/// <param name="Password">The present password.</param>
internal sealed record ProofRequest(string? Password)
{
    /// <summary>Hides it.</summary>
    public override string ToString() => "password";
}

/// <summary>Body of <c>POST /account/totp/confirm</c>.</summary>
/// <param name="Code">Six digits of the authenticator.</param>
internal sealed record CodeRequest(string? Code);

/// <summary><c>/account</c>: one's own account. Everybody who is signed in may; the operations refuse tokens, which have none.</summary>
internal static class AccountEndpoints
{
    private const string ProofForm = "{\"password\": \"…\"}";

    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder api)
    {
        RouteGroupBuilder account = api.MapGroup("/account");
        account.MapGet("", GetAsync).WithName("getAccount").WithSummary("Who is signed in.");
        account.MapPost("/password", ChangePasswordAsync).WithName("changePassword").WithSummary("Another password for oneself; sessions elsewhere end.").Accepts<PasswordRequest>("application/json");
        account.MapPost("/totp", BeginAsync).WithName("beginTotp").WithSummary("Makes the key of a second factor and recovery codes, to be confirmed.").Accepts<ProofRequest>("application/json");
        account.MapPost("/totp/confirm", ConfirmAsync).WithName("confirmTotp").WithSummary("Confirms the second factor with a code of the authenticator.").Accepts<CodeRequest>("application/json");
        account.MapPost("/totp/remove", RemoveAsync).WithName("removeTotp").WithSummary("Takes the second factor away.").Accepts<ProofRequest>("application/json");
        account.MapPost("/sign-out-everywhere", SignOutAsync).WithName("signOutEverywhere").WithSummary("Ends every session of one's account.");
    }

    private static async Task<Results<Ok<AccountDocument>, ProblemHttpResult>> GetAsync(HttpContext context, IAccountOperations operations, CancellationToken cancellationToken)
    {
        AccessAnswer<AccountDocument> answer = await operations.GetAsync(context.User, cancellationToken).ConfigureAwait(false);
        return answer.Value is { } account ? TypedResults.Ok(account) : Problems.From(context, answer.Result);
    }

    private static async Task<Results<Ok<AccessDocument>, ProblemHttpResult>> ChangePasswordAsync(HttpContext context, IAccountOperations operations, OwnSession session, CancellationToken cancellationToken)
    {
        (PasswordRequest? wanted, ProblemHttpResult? bad) = await RequestBody.ReadAsync<PasswordRequest>(context, "{\"current\": \"…\", \"next\": \"…\"}", cancellationToken).ConfigureAwait(false);
        if (wanted is null) return bad!;
        return AccessDocument.Answer(context, await session.KeepAsync(context, await operations.ChangePasswordAsync(context.User, wanted.Current, wanted.Next, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false));
    }

    private static async Task<Results<Ok<Enrolment>, ProblemHttpResult>> BeginAsync(HttpContext context, IAccountOperations operations, CancellationToken cancellationToken)
    {
        (ProofRequest? wanted, ProblemHttpResult? bad) = await RequestBody.ReadAsync<ProofRequest>(context, ProofForm, cancellationToken).ConfigureAwait(false);
        if (wanted is null) return bad!;
        AccessAnswer<Enrolment> answer = await operations.BeginSecondFactorAsync(context.User, wanted.Password, cancellationToken).ConfigureAwait(false);
        context.Response.Headers.CacheControl = "no-store";
        return answer.Value is { } enrolment ? TypedResults.Ok(enrolment) : Problems.From(context, answer.Result);
    }

    private static async Task<Results<Ok<AccessDocument>, ProblemHttpResult>> ConfirmAsync(HttpContext context, IAccountOperations operations, OwnSession session, CancellationToken cancellationToken)
    {
        (CodeRequest? wanted, ProblemHttpResult? bad) = await RequestBody.ReadAsync<CodeRequest>(context, "{\"code\": \"123456\"}", cancellationToken).ConfigureAwait(false);
        if (wanted is null) return bad!;
        return AccessDocument.Answer(context, await session.KeepAsync(context, await operations.ConfirmSecondFactorAsync(context.User, wanted.Code, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false));
    }

    private static async Task<Results<Ok<AccessDocument>, ProblemHttpResult>> RemoveAsync(HttpContext context, IAccountOperations operations, OwnSession session, CancellationToken cancellationToken)
    {
        (ProofRequest? wanted, ProblemHttpResult? bad) = await RequestBody.ReadAsync<ProofRequest>(context, ProofForm, cancellationToken).ConfigureAwait(false);
        if (wanted is null) return bad!;
        return AccessDocument.Answer(context, await session.KeepAsync(context, await operations.RemoveSecondFactorAsync(context.User, wanted.Password, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false));
    }

    private static async Task<Results<Ok<AccessDocument>, ProblemHttpResult>> SignOutAsync(HttpContext context, IAccountOperations operations, CancellationToken cancellationToken)
        => AccessDocument.Answer(context, await operations.SignOutEverywhereAsync(context.User, cancellationToken).ConfigureAwait(false));
}
