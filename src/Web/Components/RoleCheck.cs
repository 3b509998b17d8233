using System.Security.Claims;
using KeepaliveConsole.Web.Auth;

namespace KeepaliveConsole.Web.Components;

/// <summary>What a person may see of a page's controls. The service layer decides again: this only spares a refused click.</summary>
internal static class RoleCheck
{
        /// <summary>The highest role of <paramref name="user"/>; null = none.</summary>
    public static string? Highest(ClaimsPrincipal user) => Roles.All.LastOrDefault(user.IsInRole);

    /// <summary>Does <paramref name="user"/> hold <paramref name="role"/> or one above it?</summary>
    public static bool Has(ClaimsPrincipal user, string role) => Roles.Includes(user, role);
}
