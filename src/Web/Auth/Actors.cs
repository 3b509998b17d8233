using System.Security.Claims;
using KeepaliveConsole.Data;
using KeepaliveConsole.Web.Auth.Limits;
using Microsoft.AspNetCore.Authentication;

namespace KeepaliveConsole.Web.Auth;

/// <summary>Who a signed-in user or token is, for the audit trail.</summary>
internal static class Actors
{
    /// <summary>Claim with the client's address. A claim, because a circuit outlives the request that started it.</summary>
    public const string AddressClaim = "keepalive-console:address";

    /// <summary>The actor behind <paramref name="user"/>.</summary>
    public static Actor Of(ClaimsPrincipal user)
    {
        string? address = user.FindFirst(AddressClaim)?.Value;
        if (user.Identity is not { IsAuthenticated: true } identity) return new Actor(ActorKind.Anonymous, "anonymous", address);
        ActorKind kind = identity.AuthenticationType == BearerTokenHandler.SchemeName ? ActorKind.Token : ActorKind.User;
        return new Actor(kind, identity.Name ?? "unnamed", address);
    }

    /// <summary>Somebody who is not signed in, or only about to be.</summary>
    public static Actor Anonymous(HttpContext context, string? name) => new(ActorKind.Anonymous, string.IsNullOrWhiteSpace(name) ? "anonymous" : name, AddressOf(context));

    /// <summary>
    /// Somebody of whom only the address counts, told apart as limits do: who has a whole IPv6 network is one client, however many addresses are used.
    /// </summary>
    public static Actor Client(HttpContext context) => new(ActorKind.Anonymous, "anonymous", context.Connection.RemoteIpAddress is null ? null : ClientAddress.KeyOf(context));

    /// <summary>Address of the client as text; null when the server does not know it.</summary>
    public static string? AddressOf(HttpContext context) => context.Connection.RemoteIpAddress is { IsIPv4MappedToIPv6: true } mapped ? mapped.MapToIPv4().ToString() : context.Connection.RemoteIpAddress?.ToString();
}

/// <summary>Adds the client's address to whoever is signed in.</summary>
internal sealed class ClientAddressClaim(IHttpContextAccessor accessor) : IClaimsTransformation
{
    /// <inheritdoc />
    public Task<ClaimsPrincipal> TransformAsync(ClaimsPrincipal principal)
    {
        if (accessor.HttpContext is { } context && Actors.AddressOf(context) is { } address && !principal.HasClaim(claim => claim.Type == Actors.AddressClaim))
            principal.AddIdentity(new ClaimsIdentity([new Claim(Actors.AddressClaim, address)]));
        return Task.FromResult(principal);
    }
}
