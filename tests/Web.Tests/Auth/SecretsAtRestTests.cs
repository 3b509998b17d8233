using KeepaliveConsole.Data;
using KeepaliveConsole.Data.Protection;
using KeepaliveConsole.Data.Revisions;
using KeepaliveConsole.Data.Tests;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Web.Auth;
using KeepaliveConsole.Web.Tests.Api;
using KeepaliveConsole.Web.Tests.Fakes;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace KeepaliveConsole.Web.Tests.Auth;

/// <summary>What lies in the data directory, and what becomes of it when the keys are lost.</summary>
public sealed class SecretsAtRestTests
{
    private const string Secret = "s3cr3tpw";

    [Fact]
    public async Task Password_OfAnInstance_IsNowhereInTheDatabase_AndTheKeysAreForTheirOwnerOnly()
    {
        string directory = Scratch.Make("kc-rest-");
        try
        {
            await SaveAsync(directory);
            foreach (string file in Directory.EnumerateFiles(directory, "console.db*"))
                Assert.DoesNotContain(Secret, System.Text.Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file)), StringComparison.Ordinal);
            string keys = Path.Combine(directory, "keys");
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(keys));
            string key = Assert.Single(Directory.EnumerateFiles(keys));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(key));

            await using var again = new ConsoleFactory(directory) { UsesOwnKeys = true };
            Assert.Equal(Secret, PasswordOf(await again.Services.GetRequiredService<IDefinitionStore>().FindCurrentAsync(default)));
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    [Fact]
    public async Task KeysThatAreLost_LeaveTheDefinitionReadable_WithoutItsPasswords()
    {
        string directory = Scratch.Make("kc-rest-");
        try
        {
            await SaveAsync(directory);
            Directory.Delete(Path.Combine(directory, "keys"), recursive: true);
            await using var console = new ConsoleFactory(directory) { UsesOwnKeys = true };
            var store = console.Services.GetRequiredService<IDefinitionStore>();
            Assert.Equal("***", PasswordOf(await store.FindCurrentAsync(default)));
            Assert.Equal($"Stored secrets cannot be read, because the key that encrypted them is not in {directory}/keys: put that folder back from the backup the database came from, or enter the passwords of the VRRP instances again and reset second factors; the engine runs on meanwhile.",
                console.Services.GetRequiredService<ISecretProtector>().LossSentence);

            // The way out: the password once more. Anything else is refused by the rule about masks until then.
            Assert.IsType<SaveOutcome.Refused>(await store.SaveAsync(Change(current => current with { Nodes = [.. current.Nodes, new NodeDefinition { Name = "l9" }] }), default));
            Assert.IsType<SaveOutcome.Saved>(await store.SaveAsync(Change(_ => WithPassword("another1")), default));
            Assert.Equal("another1", PasswordOf(await store.FindCurrentAsync(default)));
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static async Task SaveAsync(string directory)
    {
        await using (var console = new ConsoleFactory(directory) { UsesOwnKeys = true })
        {
            await console.AddUserAsync("root", Roles.Admin);
            Assert.IsType<SaveOutcome.Saved>(await console.Services.GetRequiredService<IDefinitionStore>().SaveAsync(Change(_ => WithPassword(Secret)), default));
        }

        // Connections kept for reuse are closed by a timer of their own, and the last of them removes the journal: not between listing the files and reading them.
        SqliteConnection.ClearAllPools();
    }

    private static DefinitionChange Change(Func<ClusterDefinition, ClusterDefinition> edit) => new() { Edit = edit, Actor = Actor.Cli, Action = "import", Object = "cluster" };

    private static ClusterDefinition WithPassword(string password)
    {
        ClusterDefinition cluster = FakeStatus.Cluster();
        return cluster with
        {
            VrrpInstances = [cluster.VrrpInstances[0] with { Version = VrrpVersion.V2, Authentication = new VrrpAuthentication { Type = VrrpAuthenticationType.Password, Password = password } }, .. cluster.VrrpInstances.Skip(1)],
        };
    }

    private static string PasswordOf(StoredDefinition? stored) => stored!.Definition.VrrpInstances[0].Authentication!.Password;
}
