using KeepaliveConsole.Data.Access;
using Microsoft.AspNetCore.Identity;

namespace KeepaliveConsole.Data.Tests.Access;

public abstract class SetupTokensTests
{
    [Fact]
    public async Task FirstStart_IssuesATokenInAPrivateFile_AndKeepsOnlyItsHash()
    {
        using var folder = new TempFolder();
        await using TestStore store = await TestStore.OpenAsync(folder.Data);

        string? token = await store.Setup.IssueAsync(default);

        Assert.Matches("^[A-Za-z0-9_-]{43}$", token);
        Assert.True(await store.Setup.IsNeededAsync(default));
        Assert.Equal(token + "\n", await File.ReadAllTextAsync(store.Options.SetupTokenPath));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(store.Options.SetupTokenPath));
        Assert.NotEqual(token, TestStore.Ask(store.Options.DatabasePath, "SELECT TokenHash FROM SetupState"));
        Assert.Empty(Directory.GetFiles(folder.Data, "*.tmp"));
    }

    [Fact]
    public async Task Restart_KeepsTheTokenWhileItsFileIsGood()
    {
        using var folder = new TempFolder();
        string? first;
        await using (TestStore store = await TestStore.OpenAsync(folder.Data)) first = await store.Setup.IssueAsync(default);

        await using TestStore again = await TestStore.OpenAsync(folder.Data);
        Assert.Equal(first, await again.Setup.IssueAsync(default));

        await File.WriteAllTextAsync(again.Options.SetupTokenPath, "forged");
        string? second = await again.Setup.IssueAsync(default);
        Assert.NotEqual(first, second);
        Assert.False(await again.Setup.VerifyAsync("forged", default));
        Assert.False(await again.Setup.VerifyAsync(first!, default));
        Assert.True(await again.Setup.VerifyAsync(second!, default));
    }

    [Fact]
    public async Task Token_IsGoodOnceOnly_AndItsFileGoes()
    {
        using var folder = new TempFolder();
        await using TestStore store = await TestStore.OpenAsync(folder.Data);
        string token = (await store.Setup.IssueAsync(default))!;

        Assert.False(await store.Setup.ConsumeAsync("wrong", null, default));
        Assert.True(await store.Setup.ConsumeAsync($" {token}\n", null, default));
        Assert.False(await store.Setup.ConsumeAsync(token, null, default));
        Assert.False(await store.Setup.VerifyAsync(token, default));
        Assert.False(File.Exists(store.Options.SetupTokenPath));
    }

    [Fact]
    public async Task ManyAtOnce_OneMakesTheAdministrator()
    {
        using var folder = new TempFolder();
        await using TestStore store = await TestStore.OpenAsync(folder.Data);
        string token = (await store.Setup.IssueAsync(default))!;
        int made = 0;

        bool[] outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() =>
            store.Setup.ConsumeAsync(token, _ => Task.FromResult(Interlocked.Increment(ref made) > 0), default))));

        Assert.Equal(1, outcomes.Count(used => used));
        Assert.Equal(1, made);
    }

    [Fact]
    public async Task AdministratorThatCouldNotBeMade_LeavesTheTokenGood()
    {
        using var folder = new TempFolder();
        await using TestStore store = await TestStore.OpenAsync(folder.Data);
        string token = (await store.Setup.IssueAsync(default))!;

        Assert.False(await store.Setup.ConsumeAsync(token, _ => Task.FromResult(false), default));
        await Assert.ThrowsAsync<InvalidOperationException>(() => store.Setup.ConsumeAsync(token, _ => throw new InvalidOperationException(), default));

        Assert.True(await store.Setup.ConsumeAsync(token, _ => Task.FromResult(true), default));
    }

    [Fact]
    public async Task Administrator_EndsSetup_EvenBeforeTheTokenIsMarked()
    {
        using var folder = new TempFolder();
        await using TestStore store = await TestStore.OpenAsync(folder.Data);
        string token = (await store.Setup.IssueAsync(default))!;

        await AddUserAsync(store, "watcher", AccessRoles.Viewer);
        Assert.True(await store.Setup.IsNeededAsync(default));
        await AddUserAsync(store, "root", AccessRoles.Admin);

        Assert.False(await store.Setup.IsNeededAsync(default));
        Assert.False(await store.Setup.VerifyAsync(token, default));
        Assert.Null(await store.Setup.IssueAsync(default));
        Assert.False(File.Exists(store.Options.SetupTokenPath));
    }

    [Fact]
    public async Task Reset_GivesATokenThatIsGoodBesideAnAdministrator_AndSurvivesARestart()
    {
        using var folder = new TempFolder();
        string token;
        await using (TestStore store = await TestStore.OpenAsync(folder.Data))
        {
            await AddUserAsync(store, "root", AccessRoles.Admin);
            token = await store.Setup.ResetAsync(default);
        }

        await using TestStore again = await TestStore.OpenAsync(folder.Data);
        Assert.True(await again.Setup.IsNeededAsync(default));
        Assert.Equal(token, await again.Setup.IssueAsync(default));
        Assert.True(await again.Setup.ConsumeAsync(token, null, default));
        Assert.False(await again.Setup.IsNeededAsync(default));
    }

    [Fact]
    public async Task FileThatCannotBeWritten_LeavesNoTokenThatNobodyKnows()
    {
        using var folder = new TempFolder();
        await using TestStore store = await TestStore.OpenAsync(folder.Data);
        Directory.CreateDirectory(Path.Combine(store.Options.SetupTokenPath, "in-the-way"));

        StorageUnavailableException failure = await Assert.ThrowsAsync<StorageUnavailableException>(() => store.Setup.IssueAsync(default));

        Assert.StartsWith($"The setup token cannot be written to {store.Options.SetupTokenPath} (", failure.Message, StringComparison.Ordinal);
        Assert.Equal(0L, TestStore.Ask(store.Options.DatabasePath, "SELECT count(*) FROM SetupState"));
    }

    private static Task<bool> AddUserAsync(TestStore store, string name, string role) => store.Gate.WriteAsync(async context =>
    {
        var user = new ConsoleUser { UserName = name, NormalizedUserName = name.ToUpperInvariant() };
        var group = new IdentityRole(role) { NormalizedName = role.ToUpperInvariant() };
        context.AddRange(user, group, new IdentityUserRole<string> { UserId = user.Id, RoleId = group.Id });
        return await context.SaveChangesAsync() == 3;
    }, default);
}
