using KeepaliveConsole.Data.Entities;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace KeepaliveConsole.Data.Protection;

/// <summary>Which columns hold secrets.</summary>
internal static class SecretColumns
{
    /// <summary>
    /// Passwords of VRRP instances and mail accounts, whole definitions of revisions, and keys of second factors. Without <paramref name="protector"/> the
    /// columns stay what they are for the schema, and what is encrypted in them is said to be unreadable.
    /// </summary>
    public static void Build(ModelBuilder builder, ISecretProtector? protector)
    {
        builder.Entity<VrrpInstanceRow>().Property(row => row.AuthenticationPassword).HasConversion((ValueConverter)new SecretConverter(protector, isWhole: false));
        builder.Entity<NodeRow>().Property(row => row.MailPassword).HasConversion((ValueConverter)new SecretConverter(protector, isWhole: false));
        builder.Entity<RevisionRow>().Property(row => row.Json).HasConversion((ValueConverter)new SecretConverter(protector, isWhole: true));
        builder.Entity<IdentityUserToken<string>>().Property(token => token.Value).HasConversion((ValueConverter)new SecretConverter(protector, isWhole: false));
    }
}

/// <summary>A model knows the keys its columns are encrypted with, so each protector has a model of its own.</summary>
internal sealed class SecretModelKeys : IModelCacheKeyFactory
{
    /// <inheritdoc />
    public object Create(DbContext context, bool designTime) => (context.GetType(), (context as ConsoleDbContext)?.Protector, designTime);
}
