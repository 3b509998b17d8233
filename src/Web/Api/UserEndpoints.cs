using KeepaliveConsole.Data;
using KeepaliveConsole.Web.Operations;
using Microsoft.AspNetCore.Http.HttpResults;

namespace KeepaliveConsole.Web.Api;

/// <summary>Body of <c>PUT /users/{name}/role</c>.</summary>
/// <param name="Role"><c>viewer</c>, <c>operator</c> or <c>admin</c>.</param>
internal sealed record RoleRequest(string? Role);

/// <summary>What an operation on an account or token did.</summary>
/// <param name="Message">One sentence.</param>
/// <param name="Changed">False = it already was so.</param>
internal sealed record AccessDocument(string Message, bool Changed)
{
    /// <summary>The answer to an operation that gives nothing but its outcome.</summary>
    public static Results<Ok<AccessDocument>, ProblemHttpResult> Answer(HttpContext context, OperationResult result) => result.Status is OperationStatus.Done or OperationStatus.Unchanged
        ? TypedResults.Ok(new AccessDocument(result.Message, result.Status == OperationStatus.Done))
        : Problems.From(context, result);
}

/// <summary><c>/users</c>: accounts of people. The operations decide who may: administrators.</summary>
internal static class UserEndpoints
{
    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder api)
    {
        RouteGroupBuilder users = api.MapGroup("/users");
        users.MapGet("", ListAsync).WithName("listUsers").WithSummary("All accounts, by name.");
        users.MapPost("", CreateAsync).WithName("createUser").WithSummary("Makes an account.").Accepts<NewUser>("application/json");
        users.MapDelete("/{name}", RemoveAsync).WithName("deleteUser").WithSummary("Removes an account; its sessions end.");
        users.MapPut("/{name}/role", SetRoleAsync).WithName("putUserRole").WithSummary("Gives an account another role; its sessions end.").Accepts<RoleRequest>("application/json");
        users.MapPost("/{name}/unlock", UnlockAsync).WithName("unlockUser").WithSummary("Lets an account sign in again that failed too often.");
        users.MapPost("/{name}/reset-totp", ResetAsync).WithName("resetUserTotp").WithSummary("Takes the second factor off an account; its sessions end.");
    }

    private static async Task<Results<Ok<Page<UserDocument>>, ProblemHttpResult>> ListAsync(HttpContext context, IAccessOperations operations, CancellationToken cancellationToken)
    {
        AccessAnswer<IReadOnlyList<UserDocument>> answer = await operations.ListUsersAsync(context.User, cancellationToken).ConfigureAwait(false);
        return answer.Value is { } users ? TypedResults.Ok(new Page<UserDocument>(users, null)) : Problems.From(context, answer.Result);
    }

    private static async Task<Results<Created<UserDocument>, ProblemHttpResult>> CreateAsync(HttpContext context, IAccessOperations operations, CancellationToken cancellationToken)
    {
        (NewUser? wanted, ProblemHttpResult? bad) = await RequestBody.ReadAsync<NewUser>(context, "{\"name\": \"…\", \"password\": \"…\", \"role\": \"viewer|operator|admin\", \"displayName\": \"…\"}", cancellationToken).ConfigureAwait(false);
        if (wanted is null) return bad!;
        AccessAnswer<UserDocument> answer = await operations.CreateUserAsync(context.User, wanted, cancellationToken).ConfigureAwait(false);
        return answer.Value is { } made ? TypedResults.Created($"{ApiPaths.Base}/users/{Uri.EscapeDataString(made.Name)}", made) : Problems.From(context, answer.Result);
    }

    private static async Task<Results<Ok<AccessDocument>, ProblemHttpResult>> RemoveAsync(HttpContext context, string name, IAccessOperations operations, CancellationToken cancellationToken)
        => AccessDocument.Answer(context, await operations.RemoveUserAsync(context.User, ApiPaths.Name(name), cancellationToken).ConfigureAwait(false));

    private static async Task<Results<Ok<AccessDocument>, ProblemHttpResult>> SetRoleAsync(HttpContext context, string name, IAccessOperations operations, CancellationToken cancellationToken)
    {
        (RoleRequest? wanted, ProblemHttpResult? bad) = await RequestBody.ReadAsync<RoleRequest>(context, "{\"role\": \"viewer|operator|admin\"}", cancellationToken).ConfigureAwait(false);
        if (wanted is null) return bad!;
        return AccessDocument.Answer(context, await operations.SetRoleAsync(context.User, ApiPaths.Name(name), wanted.Role, cancellationToken).ConfigureAwait(false));
    }

    private static async Task<Results<Ok<AccessDocument>, ProblemHttpResult>> UnlockAsync(HttpContext context, string name, IAccessOperations operations, CancellationToken cancellationToken)
        => AccessDocument.Answer(context, await operations.UnlockAsync(context.User, ApiPaths.Name(name), cancellationToken).ConfigureAwait(false));

    private static async Task<Results<Ok<AccessDocument>, ProblemHttpResult>> ResetAsync(HttpContext context, string name, IAccessOperations operations, CancellationToken cancellationToken)
        => AccessDocument.Answer(context, await operations.ResetSecondFactorAsync(context.User, ApiPaths.Name(name), cancellationToken).ConfigureAwait(false));
}
