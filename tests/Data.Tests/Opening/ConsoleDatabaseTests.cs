using System.Security.Cryptography;
using KeepaliveConsole.Data.Opening;
using Microsoft.Data.Sqlite;

namespace KeepaliveConsole.Data.Tests.Opening;

public sealed class ConsoleDatabaseTests
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    [Fact]
    public async Task FirstStart_CreatesPrivateFolderAndFileWithWriteAheadLog()
    {
        using var folder = new TempFolder();
        await using TestStore store = await TestStore.OpenAsync(folder.Data);

        Assert.Equal(OwnerOnly | UnixFileMode.UserExecute, File.GetUnixFileMode(folder.Data));
        string[] files = [.. Directory.GetFiles(folder.Data).Order(StringComparer.Ordinal)];
        Assert.All(files, file => Assert.Equal(OwnerOnly, File.GetUnixFileMode(file)));
        Assert.Contains(store.Options.DatabasePath, files);
        Assert.Equal("wal", TestStore.Ask(store.Options.DatabasePath, "PRAGMA journal_mode"));
    }

    [Fact]
    public async Task SecondOpening_AnswersTheSame()
    {
        using var folder = new TempFolder();
        await using TestStore store = await TestStore.OpenAsync(folder.Data);

        DatabaseOpening again = await store.Database.OpenAsync(default);

        Assert.Equal(new DatabaseOpening.Opened(store.Options.DatabasePath, true, null), again);
    }

    [Fact]
    public async Task LaterStart_CreatesAndMigratesNothing()
    {
        using var folder = new TempFolder();
        await (await TestStore.OpenAsync(folder.Data)).DisposeAsync();
        File.SetUnixFileMode(Path.Combine(folder.Data, "console.db"), OwnerOnly | UnixFileMode.OtherRead);

        DatabaseOpening opening = await OpenAsync(folder.Data);

        Assert.Equal(new DatabaseOpening.Opened(Path.Combine(folder.Data, "console.db"), false, null), opening);
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(Path.Combine(folder.Data, "console.db")));
    }

    [Theory]
    [InlineData("/proc/keepalive-console-data")]
    [InlineData("/sys/kernel")]
    public async Task DirectoryThatTakesNoFiles_IsOneSentence(string directory)
    {
        DatabaseOpening.Failed failed = Assert.IsType<DatabaseOpening.Failed>(await OpenAsync(directory));

        Assert.Equal(DatabaseProblem.DirectoryNotWritable, failed.Problem);
        Assert.StartsWith($"The data directory {directory} cannot be written (", failed.Sentence, StringComparison.Ordinal);
        Assert.EndsWith("): make it a folder that this user may write, or name another with --data.", failed.Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("file")]
    [InlineData("file/below")]
    public async Task DirectoryThatIsAFile_IsOneSentence(string name)
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "file"), "kept");

        DatabaseOpening.Failed failed = Assert.IsType<DatabaseOpening.Failed>(await OpenAsync(Path.Combine(folder.Path, name)));

        Assert.Equal(DatabaseProblem.DirectoryNotWritable, failed.Problem);
        Assert.Equal("kept", await File.ReadAllTextAsync(Path.Combine(folder.Path, "file")));
    }

    [Fact]
    public async Task FileThatIsNoDatabase_IsRefusedAndLeftAlone()
    {
        using var folder = new TempFolder();
        string path = Path.Combine(Directory.CreateDirectory(folder.Data).FullName, "console.db");
        await File.WriteAllTextAsync(path, string.Concat(Enumerable.Repeat("this is not a database\n", 1000)));
        byte[] before = Hash(path);

        DatabaseOpening.Failed failed = Assert.IsType<DatabaseOpening.Failed>(await OpenAsync(folder.Data));

        Assert.Equal(DatabaseProblem.Corrupt, failed.Problem);
        Assert.StartsWith($"The database {path} is damaged (", failed.Sentence, StringComparison.Ordinal);
        Assert.EndsWith($"); nothing was changed: copy the newest {path}.bak-* over it, or move it away to start empty.", failed.Sentence, StringComparison.Ordinal);
        Assert.Equal(before, Hash(path));
    }

    [Fact]
    public async Task DamagedPages_AreFoundAndLeftAlone()
    {
        using var folder = new TempFolder();
        await using (TestStore store = await TestStore.OpenAsync(folder.Data)) await store.Definitions.SaveAsync(Samples.Import(), default);
        string path = Path.Combine(folder.Data, "console.db");
        await using (FileStream file = File.OpenWrite(path))
        {
            file.Position = 4096 * 3;
            file.Write(Enumerable.Repeat((byte)0xA5, 4096 * 20).ToArray());
        }

        byte[] before = Hash(path);

        DatabaseOpening.Failed failed = Assert.IsType<DatabaseOpening.Failed>(await OpenAsync(folder.Data));

        Assert.Equal(DatabaseProblem.Corrupt, failed.Problem);
        Assert.DoesNotContain('\n', failed.Sentence);
        Assert.Equal(before, Hash(path));
    }

    [Fact]
    public async Task DatabaseOfANewerVersion_IsRefusedAndLeftAlone()
    {
        using var folder = new TempFolder();
        await (await TestStore.OpenAsync(folder.Data)).DisposeAsync();
        string path = Path.Combine(folder.Data, "console.db");
        TestStore.Execute(path, "INSERT INTO __EFMigrationsHistory VALUES ('99990101000000_Future', '99.0.0')");
        byte[] before = Hash(path);

        DatabaseOpening.Failed failed = Assert.IsType<DatabaseOpening.Failed>(await OpenAsync(folder.Data));

        Assert.Equal(DatabaseProblem.NewerSchema, failed.Problem);
        Assert.Equal($"The database {path} was written by a newer version of this program (it has 99990101000000_Future); nothing was changed: start that version, or restore the backup it made ({path}.bak-*).", failed.Sentence);
        Assert.Equal(before, Hash(path));
    }

    [Fact]
    public async Task DatabaseOfAnotherProgram_IsRefusedAndLeftAlone()
    {
        using var folder = new TempFolder();
        string path = Path.Combine(Directory.CreateDirectory(folder.Data).FullName, "console.db");
        TestStore.Execute(path, "CREATE TABLE Songs (Title TEXT)");
        byte[] before = Hash(path);

        DatabaseOpening.Failed failed = Assert.IsType<DatabaseOpening.Failed>(await OpenAsync(folder.Data));

        Assert.Equal(DatabaseProblem.Foreign, failed.Problem);
        Assert.Equal(before, Hash(path));
    }

    [Fact]
    public async Task DatabaseLockedByAnotherProcess_IsOneSentence()
    {
        using var folder = new TempFolder();
        await (await TestStore.OpenAsync(folder.Data)).DisposeAsync();
        string path = Path.Combine(folder.Data, "console.db");
        TestStore.Execute(path, "PRAGMA journal_mode=DELETE");
        using var other = new SqliteConnection($"Data Source={path};Pooling=False");
        other.Open();
        using (SqliteCommand command = other.CreateCommand())
        {
            command.CommandText = "BEGIN EXCLUSIVE";
            command.ExecuteNonQuery();
        }

        DatabaseOpening.Failed failed = Assert.IsType<DatabaseOpening.Failed>(await OpenAsync(folder.Data));

        Assert.Equal(DatabaseProblem.InUse, failed.Problem);
        Assert.Equal($"The database {path} is locked by another process: end that process and start again.", failed.Sentence);
    }

    [Fact]
    public async Task FirstStartKilledHalfWay_StartsAgain()
    {
        using var folder = new TempFolder();
        string path = Path.Combine(Directory.CreateDirectory(folder.Data).FullName, "console.db");
        // What the migration tool leaves when the process dies while it works.
        TestStore.Execute(path, """
            CREATE TABLE __EFMigrationsLock (Id INTEGER NOT NULL PRIMARY KEY, Timestamp TEXT NOT NULL);
            INSERT INTO __EFMigrationsLock VALUES (1, '2026-01-01 00:00:00+00:00');
            """);

        DatabaseOpening opening = await OpenAsync(folder.Data).WaitAsync(TimeSpan.FromSeconds(30));

        Assert.IsType<DatabaseOpening.Opened>(opening);
    }

    [Fact]
    public async Task ProcessKilledWhileItRan_LosesNoSavedRevision()
    {
        using var folder = new TempFolder();
        string killed = Directory.CreateDirectory(Path.Combine(folder.Path, "killed")).FullName;
        await using (TestStore store = await TestStore.OpenAsync(folder.Data))
        {
            await store.Definitions.SaveAsync(Samples.Import(), default);
            // The files as a killed process leaves them: the change is only in the journal.
            foreach (string name in new[] { "console.db", "console.db-wal" }) File.Copy(Path.Combine(folder.Data, name), Path.Combine(killed, name));
        }

        Assert.True(new FileInfo(Path.Combine(killed, "console.db-wal")).Length > 0);
        await using TestStore again = await TestStore.OpenAsync(killed);

        Assert.Equal(Samples.Cluster, (await again.Definitions.FindCurrentAsync(default))?.Definition);
    }

    [Fact]
    public async Task RestoredBackup_GetsItsWriteAheadLogBack()
    {
        using var folder = new TempFolder();
        await (await TestStore.OpenAsync(folder.Data)).DisposeAsync();
        string path = Path.Combine(folder.Data, "console.db");
        TestStore.Execute(path, "PRAGMA journal_mode=DELETE");

        await using TestStore store = await TestStore.OpenAsync(folder.Data);

        Assert.Equal("wal", TestStore.Ask(path, "PRAGMA journal_mode"));
    }

    private static async Task<DatabaseOpening> OpenAsync(string directory)
    {
        await using var store = new TestStore(new ConsoleDataOptions { DataDirectory = directory, BusyTimeout = TimeSpan.FromMilliseconds(50) });
        return await store.Database.OpenAsync(default);
    }

    private static byte[] Hash(string path) => SHA256.HashData(File.ReadAllBytes(path));
}
