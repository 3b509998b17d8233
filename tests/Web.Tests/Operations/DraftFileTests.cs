using System.Text;
using System.Text.Json.Nodes;
using KeepaliveConsole.Data;
using KeepaliveConsole.Data.Tests;
using KeepaliveConsole.Web.Features.Changes;
using KeepaliveConsole.Web.Tests.Fakes;
using KeepaliveConsole.Web.Tests.Pages;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Logging;

namespace KeepaliveConsole.Web.Tests.Operations;

/// <summary>Drafts over a restart of the console.</summary>
public sealed class DraftFileTests : IDisposable
{
    private const string Secret = "s3cr3tpw";

    private readonly string _folder = Scratch.Make("kc-drafts-");
    private readonly ManualTime _time = new(FakeStatus.Noon);
    private readonly CollectedLog _log = new();
    private readonly EphemeralDataProtectionProvider _keys = new();

    private string File1 => Path.Combine(_folder, "drafts");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Restart_FindsWhatWasStagedAndWhatWasInForms()
    {
        var before = new DraftStore();
        using (DraftFile file = await StartAsync(before))
        {
            before.Stage("anna", Change("chk", 7));
            before.Stage("anna", Change("other", 8));
            before.Stage("ben", Change("chk", 9));
            before.Drop("ben", "track-script", "chk");
            before.Keep("ben", Change("chk", 10));
            await file.StopAsync(default);
        }

        var after = new DraftStore();
        using DraftFile next = await StartAsync(after);
        Assert.Equal(["chk", "other"], after.Of("anna").Changes.Select(change => change.Name));
        Assert.Equal(7, after.Of("anna").Changes[0].Mine!["weight"]!.GetValue<int>());
        Assert.Equal("tag", after.Of("anna").Changes[0].BaseTag);
        Assert.Empty(after.Of("ben").Changes);
        Assert.Equal(10, after.Kept("ben", "track-script", "chk")!.Mine!["weight"]!.GetValue<int>());
        Assert.Empty(_log.Lines);
    }

    [Fact]
    public async Task File_IsForItsOwnerOnly_Encrypted_AndWrittenWithinTwoSeconds()
    {
        var drafts = new DraftStore();
        using DraftFile file = await StartAsync(drafts);
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.False(File.Exists(File1)); // nothing was ever staged
        drafts.Stage("anna", Change(Secret, 7));
        _time.Advance(TimeSpan.FromSeconds(2));
        await Polling.UntilAsync(() => File.Exists(File1));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(File1));
        Assert.DoesNotContain(Secret, Encoding.Latin1.GetString(await File.ReadAllBytesAsync(File1)), StringComparison.Ordinal);
        await file.StopAsync(default);
    }

    [Fact]
    public async Task OtherKeys_BeginWithNone_AndSayHow()
    {
        var before = new DraftStore();
        using (DraftFile file = await StartAsync(before))
        {
            before.Stage("anna", Change("chk", 7));
            await file.StopAsync(default);
        }

        var after = new DraftStore();
        using DraftFile next = await StartAsync(after, new EphemeralDataProtectionProvider());
        Assert.Empty(after.Of("anna").Changes);
        (int id, string text) = Assert.Single(_log.Lines.Select(line => (line.Id, line.Text)));
        Assert.Equal(5235, id);
        Assert.StartsWith($"The drafts of changes in {File1} cannot be read (", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Old_AreNotReadAgain()
    {
        var before = new DraftStore();
        using (DraftFile file = await StartAsync(before))
        {
            before.Stage("anna", Change("old", 7));
            before.Stage("anna", Change("chk", 7) with { StagedAt = FakeStatus.Noon.AddDays(1) });
            await file.StopAsync(default);
        }

        _time.Advance(TimeSpan.FromDays(30));
        var after = new DraftStore();
        using DraftFile next = await StartAsync(after);
        Assert.Equal(["chk"], after.Of("anna").Changes.Select(change => change.Name));
    }

    [Fact]
    public async Task PlaceThatCannotBeWritten_IsSaidOnce()
    {
        Directory.CreateDirectory(File1);
        var drafts = new DraftStore();
        using DraftFile file = await StartAsync(drafts);
        drafts.Stage("anna", Change("chk", 7));
        _time.Advance(TimeSpan.FromSeconds(2));
        await Polling.UntilAsync(() => !_log.Lines.IsEmpty);
        drafts.Stage("anna", Change("chk", 8));
        await file.StopAsync(default);
        Assert.Equal([5236], _log.Lines.Select(line => line.Id));
        Assert.Equal([File1], Directory.GetFileSystemEntries(_folder));
    }

    private static StagedChange Change(string name, int weight) =>
        new("track-script", name, null, "tag", new JsonObject { ["name"] = name, ["weight"] = weight }, FakeStatus.Noon);

    private async Task<DraftFile> StartAsync(DraftStore drafts, IDataProtectionProvider? keys = null)
    {
        var file = new DraftFile(drafts, keys ?? _keys, new ConsoleDataOptions { DataDirectory = _folder }, _time, LoggerFactory.Create(logging => logging.AddProvider(_log)).CreateLogger<DraftFile>());
        await file.StartAsync(default);
        await Polling.UntilAsync(() => _time.Timers > 0); // its loop begins on another thread
        return file;
    }
}
