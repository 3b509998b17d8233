using System.Security.Claims;
using KeepaliveConsole.Web.Auth;
using KeepaliveConsole.Web.Operations;

namespace KeepaliveConsole.Web.Tests.Fakes;

/// <summary>Decides by the role alone and keeps what it refused.</summary>
public sealed class FakePermissions : IPermissions
{
    public List<(string? User, string Role, string Action, string About)> Refused { get; } = [];

    public Task<OperationResult?> DenyAsync(ClaimsPrincipal user, string role, string action, string about, CancellationToken cancellationToken) => DenyReadingAsync(user, role, action, about);

    public Task<OperationResult?> DenyReadingAsync(ClaimsPrincipal user, string role, string action, string about)
    {
        if (Roles.Includes(user, role)) return Task.FromResult<OperationResult?>(null);
        Refused.Add((user.Identity?.Name, role, action, about));
        return Task.FromResult<OperationResult?>(new OperationResult(OperationStatus.Forbidden, $"no"));
    }
}
