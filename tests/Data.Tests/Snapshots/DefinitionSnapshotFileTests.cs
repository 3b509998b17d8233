using KeepaliveConsole.Data.Snapshots;
using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Data.Tests.Snapshots;

public sealed class DefinitionSnapshotFileTests
{
    private static readonly DefinitionSnapshot s_sample = new(7, ManualClock.Noon.AddTicks(1234567), Samples.Cluster);

    [Fact]
    public async Task Snapshot_ComesBackWithoutTheDatabase()
    {
        using var folder = new TempFolder();
        await using (TestStore store = await TestStore.OpenAsync(folder.Data)) Assert.Null(store.Snapshot.Write(s_sample));
        File.Delete(Path.Combine(folder.Data, "console.db"));

        await using var without = new TestStore(new ConsoleDataOptions { DataDirectory = folder.Data });

        Assert.Equal(s_sample, Assert.IsType<SnapshotReading.Found>(without.Snapshot.Read()).Snapshot);
    }

    [Fact]
    public async Task File_IsPrivateAndReplacedAsAWhole()
    {
        using var folder = new TempFolder();
        await using TestStore store = await TestStore.OpenAsync(folder.Data);
        store.Snapshot.Write(s_sample);
        store.Snapshot.Write(s_sample with { Revision = 8, Definition = ClusterDefinition.Empty });

        Assert.Equal(8, Assert.IsType<SnapshotReading.Found>(store.Snapshot.Read()).Snapshot.Revision);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(store.Options.SnapshotPath));
        Assert.Empty(Directory.GetFiles(folder.Data, "*.tmp"));
    }

    [Fact]
    public async Task NoFile_IsMissing()
    {
        using var folder = new TempFolder();
        await using var store = new TestStore(new ConsoleDataOptions { DataDirectory = folder.Data });

        Assert.IsType<SnapshotReading.Missing>(store.Snapshot.Read());
    }

    [Theory]
    [InlineData("")]
    [InlineData("not json")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"revision":1,"appliedAt":"2026-05-04T12:00:00Z","definition":{"nodes":[{"nam":"l1"}]}}""")]
    [InlineData("""{"appliedAt":"2026-05-04T12:00:00Z","definition":{}}""")]
    [InlineData("""{"revision":"1","appliedAt":"2026-05-04T12:00:00Z","definition":{}}""")]
    [InlineData("""{"revision":1,"appliedAt":"noon","definition":{}}""")]
    public async Task BadFile_IsOneSentence(string content)
    {
        using var folder = new TempFolder();
        await using TestStore store = await TestStore.OpenAsync(folder.Data);
        await File.WriteAllTextAsync(store.Options.SnapshotPath, content);

        string sentence = Assert.IsType<SnapshotReading.Unreadable>(store.Snapshot.Read()).Sentence;

        Assert.StartsWith($"The copy of the definition in force in {store.Options.SnapshotPath} cannot be read (", sentence, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', sentence);
    }

    [Fact]
    public async Task FileThatCannotBeWritten_IsOneSentence()
    {
        using var folder = new TempFolder();
        await using TestStore store = await TestStore.OpenAsync(folder.Data);
        Directory.CreateDirectory(Path.Combine(store.Options.SnapshotPath, "in-the-way"));

        string? sentence = store.Snapshot.Write(s_sample);

        Assert.StartsWith($"The copy of the definition in force cannot be written to {store.Options.SnapshotPath} (", sentence, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(folder.Data, "*.tmp"));
    }
}
