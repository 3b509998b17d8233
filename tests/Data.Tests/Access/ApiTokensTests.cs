using System.Security.Cryptography;
using System.Text;
using KeepaliveConsole.Data.Access;

namespace KeepaliveConsole.Data.Tests.Access;

public abstract class ApiTokensTests
{
    [Fact]
    public async Task Secret_HasItsFormAndIsStoredNowhere()
    {
        using var folder = new TempFolder();
        await using TestStore store = await TestStore.OpenAsync(folder.Data);

        TokenCreation.Created created = await CreateAsync(store);

        Assert.Matches("^kc_[A-Za-z0-9_-]{43}$", created.Secret);
        Assert.DoesNotContain(created.Secret, created.ToString(), StringComparison.Ordinal);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(created.Secret))), TestStore.Ask(store.Options.DatabasePath, "SELECT SecretHash FROM ApiTokens"));
        foreach (string file in Directory.GetFiles(folder.Data))
            Assert.DoesNotContain(created.Secret[3..], Encoding.Latin1.GetString(await ReadSharedAsync(file)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task GoodSecret_GivesItsToken_AndOthersNothing()
    {
        using var folder = new TempFolder();
        await using TestStore store = await TestStore.OpenAsync(folder.Data);
        TokenCreation.Created created = await CreateAsync(store);

        Assert.Equal(created.Token with { LastUsedAt = ManualClock.Noon }, await store.Tokens.VerifyAsync(created.Secret, default));
        Assert.Null(await store.Tokens.VerifyAsync(created.Secret[..^1] + (created.Secret[^1] == 'A' ? 'E' : 'A'), default));
        Assert.Null(await store.Tokens.VerifyAsync(created.Secret[3..], default));
        Assert.Null(await store.Tokens.VerifyAsync("kc_", default));
        Assert.Null(await store.Tokens.VerifyAsync("", default));
    }

    [Fact]
    public async Task ExpiredSecret_IsGoodUntilThatMomentOnly()
    {
        using var folder = new TempFolder();
        await using TestStore store = await TestStore.OpenAsync(folder.Data);
        TokenCreation.Created created = await CreateAsync(store, expires: ManualClock.Noon.AddHours(1));

        store.Clock.Advance(TimeSpan.FromHours(1) - TimeSpan.FromTicks(1));
        Assert.NotNull(await store.Tokens.VerifyAsync(created.Secret, default));
        store.Clock.Advance(TimeSpan.FromTicks(1));
        Assert.Null(await store.Tokens.VerifyAsync(created.Secret, default));
    }

    [Fact]
    public async Task RevokedToken_IsNoGoodButListed_AndItsNameIsFreeAgain()
    {
        using var folder = new TempFolder();
        await using TestStore store = await TestStore.OpenAsync(folder.Data);
        TokenCreation.Created created = await CreateAsync(store);

        Assert.True(await store.Tokens.RevokeAsync(created.Token.Id, default));
        Assert.False(await store.Tokens.RevokeAsync(created.Token.Id, default));
        Assert.False(await store.Tokens.RevokeAsync(999, default));

        Assert.Null(await store.Tokens.VerifyAsync(created.Secret, default));
        Assert.Equal(ManualClock.Noon, Assert.Single(await store.Tokens.ListAsync(default)).RevokedAt);
        Assert.Equal(2, (await CreateAsync(store)).Token.Id);
    }

    [Fact]
    public async Task LastUse_IsWrittenOnceAMinute()
    {
        using var folder = new TempFolder();
        await using TestStore store = await TestStore.OpenAsync(folder.Data);
        TokenCreation.Created created = await CreateAsync(store);
        Assert.Null(created.Token.LastUsedAt);

        var seen = new List<DateTimeOffset?>();
        foreach (int seconds in new[] { 0, 59, 1, 59 })
        {
            store.Clock.Advance(TimeSpan.FromSeconds(seconds));
            await store.Tokens.VerifyAsync(created.Secret, default);
            seen.Add(Assert.Single(await store.Tokens.ListAsync(default)).LastUsedAt);
        }

        DateTimeOffset noon = ManualClock.Noon;
        Assert.Equal([noon, noon, noon.AddSeconds(60), noon.AddSeconds(60)], seen);
    }

    [Fact]
    public async Task GoodSecret_IsAcceptedThoughTheDatabaseIsLockedForWriting()
    {
        using var folder = new TempFolder();
        await using TestStore store = await TestStore.OpenAsync(folder.Data);
        TokenCreation.Created created = await CreateAsync(store);
        using IDisposable held = store.WriteElsewhere();

        Assert.Equal("ci", (await store.Tokens.VerifyAsync(created.Secret, default))?.Name);
    }

    [Theory]
    [InlineData("", "viewer")]
    [InlineData("  ", "viewer")]
    [InlineData("ci", "root")]
    [InlineData("ci", "Admin")]
    [InlineData("taken", "viewer")]
    public async Task BadNameOrRole_IsRefusedWithASentence(string name, string role)
    {
        using var folder = new TempFolder();
        await using TestStore store = await TestStore.OpenAsync(folder.Data);
        await CreateAsync(store, "taken");

        TokenCreation outcome = await store.Tokens.CreateAsync(name, role, null, default);

        Assert.EndsWith(".", Assert.IsType<TokenCreation.Refused>(outcome).Sentence, StringComparison.Ordinal);
        Assert.Single(await store.Tokens.ListAsync(default));
    }

    [Fact]
    public async Task EndInThePast_IsRefused()
    {
        using var folder = new TempFolder();
        await using TestStore store = await TestStore.OpenAsync(folder.Data);

        TokenCreation outcome = await store.Tokens.CreateAsync("ci", AccessRoles.Viewer, ManualClock.Noon, default);

        Assert.Equal("The token would be expired at once: name a later end, or none.", Assert.IsType<TokenCreation.Refused>(outcome).Sentence);
    }

    [Fact]
    public async Task SameNameAtTheSameTime_IsMadeOnce()
    {
        using var folder = new TempFolder();
        await using TestStore store = await TestStore.OpenAsync(folder.Data);

        TokenCreation[] outcomes = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(() => store.Tokens.CreateAsync("ci", AccessRoles.Admin, null, default))));

        Assert.Single(outcomes.OfType<TokenCreation.Created>());
    }

    private static async Task<TokenCreation.Created> CreateAsync(TestStore store, string name = "ci", DateTimeOffset? expires = null)
        => Assert.IsType<TokenCreation.Created>(await store.Tokens.CreateAsync(name, AccessRoles.Operator, expires, default));

    private static async Task<byte[]> ReadSharedAsync(string path)
    {
        if (path.EndsWith(".lock", StringComparison.Ordinal)) return [];
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        byte[] bytes = new byte[file.Length];
        await file.ReadExactlyAsync(bytes);
        return bytes;
    }
}
