using System.Globalization;
using KeepaliveConsole.Data;
using KeepaliveConsole.Data.Access;
using KeepaliveConsole.Web.Operations;
using Microsoft.AspNetCore.Http.HttpResults;

namespace KeepaliveConsole.Web.Api;

/// <summary>Body of <c>POST /tokens</c>.</summary>
/// <param name="Name">1 to 100 characters, unique among tokens that are not revoked.</param>
/// <param name="Role"><c>viewer</c>, <c>operator</c> or <c>admin</c>.</param>
/// <param name="ExpiresAt">Not valid from then on; null = no end.</param>
internal sealed record TokenRequest(string? Name, string? Role, DateTimeOffset? ExpiresAt);

/// <summary>A new token.</summary>
/// <param name="Id">Number.</param>
/// <param name="Name">Name.</param>
/// <param name="Role">Role.</param>
/// <param name="CreatedAt">When made, UTC.</param>
/// <param name="ExpiresAt">Not valid from then on, UTC; null = no end.</param>
/// <param name="Secret">What programs send as <c>Authorization: Bearer …</c>. In this answer and nowhere else.</param>
internal sealed record NewTokenDocument(long Id, string Name, string Role, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt, string Secret);

/// <summary><c>/tokens</c>: tokens for programs. The operations decide who may: administrators.</summary>
internal static class TokenEndpoints
{
    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder api)
    {
        RouteGroupBuilder tokens = api.MapGroup("/tokens");
        tokens.MapGet("", ListAsync).WithName("listTokens").WithSummary("All tokens without their secrets, oldest first.");
        tokens.MapPost("", CreateAsync).WithName("createToken").WithSummary("Makes a token; its secret is in this answer and nowhere else.").Accepts<TokenRequest>("application/json");
        tokens.MapDelete("/{id:long}", RevokeAsync).WithName("deleteToken").WithSummary("Ends a token for good.");
    }

    private static async Task<Results<Ok<Page<ApiToken>>, ProblemHttpResult>> ListAsync(HttpContext context, IAccessOperations operations, CancellationToken cancellationToken)
    {
        AccessAnswer<IReadOnlyList<ApiToken>> answer = await operations.ListTokensAsync(context.User, cancellationToken).ConfigureAwait(false);
        return answer.Value is { } tokens ? TypedResults.Ok(new Page<ApiToken>(tokens, null)) : Problems.From(context, answer.Result);
    }

    private static async Task<Results<Created<NewTokenDocument>, ProblemHttpResult>> CreateAsync(HttpContext context, IAccessOperations operations, CancellationToken cancellationToken)
    {
        (TokenRequest? wanted, ProblemHttpResult? bad) = await RequestBody.ReadAsync<TokenRequest>(context, "{\"name\": \"…\", \"role\": \"viewer|operator|admin\", \"expiresAt\": \"2027-01-31T12:00:00Z\"}", cancellationToken).ConfigureAwait(false);
        if (wanted is null) return bad!;
        AccessAnswer<NewToken> answer = await operations.CreateTokenAsync(context.User, wanted.Name, wanted.Role, wanted.ExpiresAt, cancellationToken).ConfigureAwait(false);
        if (answer.Value is not { } made) return Problems.From(context, answer.Result);
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Created($"{ApiPaths.Base}/tokens/{made.Token.Id.ToString(CultureInfo.InvariantCulture)}",
            new NewTokenDocument(made.Token.Id, made.Token.Name, made.Token.Role, made.Token.CreatedAt, made.Token.ExpiresAt, made.Secret));
    }

    private static async Task<Results<Ok<AccessDocument>, ProblemHttpResult>> RevokeAsync(HttpContext context, long id, IAccessOperations operations, CancellationToken cancellationToken)
        => AccessDocument.Answer(context, await operations.RevokeTokenAsync(context.User, id, cancellationToken).ConfigureAwait(false));
}
