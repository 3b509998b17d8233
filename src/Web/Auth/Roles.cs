using System.Security.Claims;
using KeepaliveConsole.Data.Access;

namespace KeepaliveConsole.Web.Auth;

/// <summary>The three roles; each includes the ones before it. The same words name the authorisation policies.</summary>
public static class Roles
{
    /// <summary>Sees everything but secrets.</summary>
    public const string Viewer = AccessRoles.Viewer;

    /// <summary>Also drains, enables, puts into maintenance, runs checks.</summary>
    public const string Operator = AccessRoles.Operator;

    /// <summary>Also changes definitions, users and tokens.</summary>
    public const string Admin = AccessRoles.Admin;

    /// <summary>All of them, weakest first.</summary>
    public static IReadOnlyList<string> All => AccessRoles.All;

    /// <summary>Has <paramref name="user"/> this role, or one that includes it?</summary>
    public static bool Includes(ClaimsPrincipal user, string role)
    {
        ArgumentNullException.ThrowIfNull(user);
        return role switch
        {
            Viewer => user.IsInRole(Viewer) || user.IsInRole(Operator) || user.IsInRole(Admin),
            Operator => user.IsInRole(Operator) || user.IsInRole(Admin),
            Admin => user.IsInRole(Admin),
            _ => false,
        };
    }
}
