using KeepaliveConsole.Data.Opening;
using KeepaliveConsole.Data.Protection;
using KeepaliveConsole.Data.Revisions;
using KeepaliveConsole.Engine.Definitions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace KeepaliveConsole.Data.Tests.Protection;

/// <summary>What a protector changes in the database, and what stays readable without it.</summary>
public sealed class SecretColumnsTests
{
    [Fact]
    public async Task Secrets_AreMarkedAndEncrypted_AndReadBackPlain()
    {
        using var folder = new TempFolder();
        await using ServiceProvider services = await HostAsync(folder.Data, new Reversed());
        await SaveAsync(services, "s3cr3tpw");

        string path = Path.Combine(folder.Data, "console.db");
        Assert.Equal("kc-enc-v1:wpt3rc3s", TestStore.Ask(path, "SELECT AuthenticationPassword FROM VrrpInstances"));
        Assert.StartsWith("kc-enc-v1:}", (string)TestStore.Ask(path, "SELECT Json FROM Revisions")!, StringComparison.Ordinal);
        Assert.Equal("s3cr3tpw", await PasswordAsync(services));
        Assert.Contains("\"s3cr3tpw\"", await RevisionAsync(services), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ValuesFromBefore_AreReadAsTheyAre_AndEncryptedWhenWritten()
    {
        using var folder = new TempFolder();
        await using (ServiceProvider before = await HostAsync(folder.Data, null)) await SaveAsync(before, "old-pass");
        string path = Path.Combine(folder.Data, "console.db");
        Assert.Equal("old-pass", TestStore.Ask(path, "SELECT AuthenticationPassword FROM VrrpInstances"));

        await using ServiceProvider services = await HostAsync(folder.Data, new Reversed());
        Assert.Equal("old-pass", await PasswordAsync(services));
        Assert.Contains("\"old-pass\"", await RevisionAsync(services), StringComparison.Ordinal);
        await SaveAsync(services, "new-pass");
        Assert.Equal("kc-enc-v1:ssap-wen", TestStore.Ask(path, "SELECT AuthenticationPassword FROM VrrpInstances"));
    }

    [Fact]
    public async Task WithoutTheKey_APasswordIsTheMask_AndARevisionSaysWhy()
    {
        using var folder = new TempFolder();
        await using (ServiceProvider before = await HostAsync(folder.Data, new Reversed())) await SaveAsync(before, "s3cr3tpw");
        await using ServiceProvider services = await HostAsync(folder.Data, new Lost());
        Assert.Equal("***", await PasswordAsync(services));
        var failure = await Assert.ThrowsAsync<StorageUnavailableException>(() => RevisionAsync(services));
        Assert.Equal((StorageFault.KeysLost, "The keys are gone."), (failure.Fault, failure.Message));
    }

    [Fact]
    public async Task Protectors_DoNotShareAModel()
    {
        using var one = new TempFolder();
        using var other = new TempFolder();
        await using ServiceProvider first = await HostAsync(one.Data, new Reversed());
        await using ServiceProvider second = await HostAsync(other.Data, new Lost());
        await SaveAsync(first, "s3cr3tpw");
        Assert.Equal("s3cr3tpw", await PasswordAsync(first));
        Exception refused = await Assert.ThrowsAnyAsync<Exception>(() => SaveAsync(second, "s3cr3tpw"));
        Assert.Equal("This key is not there.", refused.GetBaseException().Message);
        await using ConsoleDbContext context = await first.GetRequiredService<IDbContextFactory<ConsoleDbContext>>().CreateDbContextAsync();
        Assert.False(context.Database.HasPendingModelChanges());
    }

    private static async Task<ServiceProvider> HostAsync(string directory, ISecretProtector? protector)
    {
        var services = new ServiceCollection();
        services.AddConsoleData(new ConsoleDataOptions { DataDirectory = directory });
        if (protector is not null) services.AddSingleton(protector);
        ServiceProvider provider = services.BuildServiceProvider();
        Assert.IsType<DatabaseOpening.Opened>(await provider.GetRequiredService<IConsoleDatabase>().OpenAsync(default));
        return provider;
    }

    private static async Task SaveAsync(ServiceProvider services, string password)
    {
        ClusterDefinition cluster = Samples.Cluster;
        VrrpInstanceDefinition instance = cluster.VrrpInstances[0] with
        {
            Version = VrrpVersion.V2,
            Authentication = new VrrpAuthentication { Type = VrrpAuthenticationType.Password, Password = password },
        };
        Assert.IsType<SaveOutcome.Saved>(await services.GetRequiredService<IDefinitionStore>().SaveAsync(new DefinitionChange
        {
            Edit = _ => cluster with { VrrpInstances = [instance], SyncGroups = [] },
            Actor = Actor.Cli,
            Action = "import",
            Object = "cluster",
        }, default));
    }

    private static async Task<string> PasswordAsync(ServiceProvider services)
        => (await services.GetRequiredService<IDefinitionStore>().FindCurrentAsync(default))!.Definition.VrrpInstances[0].Authentication!.Password;

    private static Task<string> RevisionAsync(ServiceProvider services)
        => services.GetRequiredService<DatabaseGate>().ReadAsync(context => context.Revisions.Select(row => row.Json).FirstAsync(), default);

    private sealed class Reversed : ISecretProtector
    {
        public string LossSentence => "Not lost.";

        public string Protect(string plain) => Unprotect(plain)!;

        public string? Unprotect(string text) => string.Concat(text.Reverse());
    }

    private sealed class Lost : ISecretProtector
    {
        public string LossSentence => "The keys are gone.";

        public string Protect(string plain) => throw new InvalidOperationException("This key is not there.");

        public string? Unprotect(string text) => null;
    }
}
