using Microsoft.AspNetCore.Identity;

namespace KeepaliveConsole.Data.Access;

/// <summary>A person who may sign in to the console.</summary>
public sealed class ConsoleUser : IdentityUser
{
    /// <summary>Name shown on pages; null = the user name.</summary>
    public string? DisplayName { get; set; }

    /// <summary>Last successful sign-in, UTC; null = never.</summary>
    public DateTimeOffset? LastSignInAt { get; set; }
}
