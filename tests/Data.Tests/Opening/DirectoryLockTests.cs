using System.Diagnostics;
using KeepaliveConsole.Data.Access;
using KeepaliveConsole.Data.Opening;

namespace KeepaliveConsole.Data.Tests.Opening;

public sealed class DirectoryLockTests
{
    [Fact]
    public async Task SecondConsole_IsRefusedUntilTheFirstEnds()
    {
        using var folder = new TempFolder();
        await using (await TestStore.OpenAsync(folder.Data))
        {
            await using var second = new TestStore(new ConsoleDataOptions { DataDirectory = folder.Data });

            DatabaseOpening.Failed failed = Assert.IsType<DatabaseOpening.Failed>(await second.Database.OpenAsync(default));

            Assert.Equal(DatabaseProblem.InUse, failed.Problem);
            Assert.Equal($"The data directory {folder.Data} is in use by another process (it holds {folder.Data}/console.lock): stop that console, or name another directory with --data.", failed.Sentence);
        }

        await using TestStore third = await TestStore.OpenAsync(folder.Data);
        Assert.Null(await third.Definitions.FindCurrentAsync(default));
    }

    [Fact]
    public async Task LockOfAnotherProcess_EndsWithThatProcess()
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder.Data);
        using var holder = Process.Start(new ProcessStartInfo("flock", [Path.Combine(folder.Data, "console.lock"), "sh", "-c", "echo held; exec cat"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        try
        {
            Assert.Equal("held", await holder.StandardOutput.ReadLineAsync());
            await using var store = new TestStore(new ConsoleDataOptions { DataDirectory = folder.Data });

            Assert.Equal(DatabaseProblem.InUse, Assert.IsType<DatabaseOpening.Failed>(await store.Database.OpenAsync(default)).Problem);

            holder.StandardInput.Close();
            await holder.WaitForExitAsync();
            Assert.IsType<DatabaseOpening.Opened>(await store.Database.OpenAsync(default));
        }
        finally
        {
            if (!holder.HasExited) holder.Kill(entireProcessTree: true);
        }
    }

    [Fact]
    public async Task CommandBesideAConsole_ReadsAndWrites()
    {
        using var folder = new TempFolder();
        await using TestStore console = await TestStore.OpenAsync(folder.Data);
        string secret;
        await using (TestStore command = await TestStore.OpenAsync(folder.Data, DatabaseAccess.Shared))
        {
            TokenCreation made = await command.Tokens.CreateAsync("ci", AccessRoles.Viewer, null, default);
            secret = Assert.IsType<TokenCreation.Created>(made).Secret;
        }

        Assert.Equal("ci", (await console.Tokens.VerifyAsync(secret, default))?.Name);
    }

    [Fact]
    public async Task CommandWithoutAConsole_CreatesTheStoreAndLeavesItFree()
    {
        using var folder = new TempFolder();
        await using TestStore command = await TestStore.OpenAsync(folder.Data, DatabaseAccess.Shared);

        await using TestStore console = await TestStore.OpenAsync(folder.Data);

        Assert.Empty(await console.Tokens.ListAsync(default));
    }
}
