using KeepaliveConsole.Data.Audit;
using KeepaliveConsole.Data.Backups;
using KeepaliveConsole.Data.Revisions;
using KeepaliveConsole.Data.Snapshots;

namespace KeepaliveConsole.Data.Tests.Backups;

public sealed class BackupTests
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    [Fact]
    public async Task Backup_IsAPrivateFileThatStandsAlone_WithTheKeysInIt()
    {
        using var folder = new TempFolder();
        await using TestStore store = await FilledAsync(folder);

        BackupOutcome.Made made = Assert.IsType<BackupOutcome.Made>(await store.Backups.CreateAsync(new BackupWish(), default));

        Assert.Equal(Path.Combine(folder.Data, "backups", "console-20260504T120000Z.db"), made.Path);
        Assert.Equal(("console-20260504T120000Z.db", ManualClock.Noon, false, 2L, ManualClock.Noon), (made.Backup.Name, made.Backup.At, made.Backup.Encrypted, made.Backup.Revision!.Value, made.Backup.VerifiedAt!.Value));
        Assert.Equal((2L, 2L, 2L), (made.Backup.Rows!["Revisions"], made.Backup.Rows["AuditRows"], made.Backup.Rows["RealServers"]));
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(made.Path));
        Assert.Equal("ok", TestStore.Ask(made.Path, "PRAGMA integrity_check"));
        Assert.Equal("delete", TestStore.Ask(made.Path, "PRAGMA journal_mode"));
        Assert.Equal("<key/>", System.Text.Encoding.UTF8.GetString((byte[])TestStore.Ask(made.Path, "SELECT Content FROM __BackupFiles WHERE Name = 'key-1.xml'")!));
        // Nothing else is left.
        Assert.Equal(["console-20260504T120000Z.db", "console-20260504T120000Z.db.json"], Directory.GetFileSystemEntries(Path.Combine(folder.Data, "backups")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        StoredBackup listed = Assert.Single(store.Backups.List());
        Assert.Equal((made.Backup.Name, made.Backup.Bytes, made.Backup.VerifiedAt), (listed.Name, listed.Bytes, listed.VerifiedAt));
    }

    [Fact]
    public async Task EncryptedBackup_ShowsNothing_AndIsRestoredWithItsPassphraseOnly()
    {
        using var folder = new TempFolder();
        string passphrase = Passphrase(folder, "correct horse battery");
        await using (TestStore store = await FilledAsync(folder))
        {
            BackupOutcome.Made made = Assert.IsType<BackupOutcome.Made>(await store.Backups.CreateAsync(new BackupWish(PassphraseFile: passphrase), default));
            Assert.EndsWith("console-20260504T120000Z.db.enc", made.Path, StringComparison.Ordinal);
            Assert.DoesNotContain(Samples.Password, await File.ReadAllTextAsync(made.Path), StringComparison.Ordinal);
        }

        string backup = Path.Combine(folder.Data, "backups", "console-20260504T120000Z.db.enc");
        using var other = new TempFolder();
        RestoreOutcome without = await RestoreAsync(other.Data, backup);
        RestoreOutcome wrong = await RestoreAsync(other.Data, backup, Passphrase(other, "another passphrase"));
        Assert.False(File.Exists(Path.Combine(other.Data, "console.db")));
        RestoreOutcome right = await RestoreAsync(other.Data, backup, passphrase);

        Assert.Equal((false, $"{backup} was not restored, and nothing was changed (it is encrypted: name the file with its passphrase with --passphrase-file)."), (without.Restored, without.Sentence));
        Assert.Equal((false, $"{backup} was not restored, and nothing was changed (the passphrase is not the one it was made with, or it was changed)."), (wrong.Restored, wrong.Sentence));
        Assert.True(right.Restored, right.Sentence);
        Assert.Equal("<key/>", await File.ReadAllTextAsync(Path.Combine(other.Data, "keys", "key-1.xml")));
    }

    [Fact]
    public async Task BackupsWhileOthersWrite_AreEachWhole()
    {
        using var folder = new TempFolder();
        await using TestStore store = await FilledAsync(folder);
        using var end = new CancellationTokenSource();
        Task writing = Task.Run(async () =>
        {
            for (int weight = 2; !end.IsCancellationRequested; weight++)
            {
                int next = weight;
                await store.Definitions.SaveAsync(Samples.Drain with { Edit = definition => Samples.WithFirstServer(definition, server => server with { Weight = next }) }, default);
            }
        });

        for (int number = 0; number < 5; number++) Assert.IsType<BackupOutcome.Made>(await store.Backups.CreateAsync(new BackupWish(), default));

        await end.CancelAsync();
        await writing;
        Assert.Equal(5, store.Backups.List().Count);
        Assert.All(store.Backups.List(), backup => Assert.Equal(backup.Revision, backup.Rows!["Revisions"]));
    }

    [Fact]
    public async Task OldestMakeRoom_AndAFileThatWasNamedStays()
    {
        using var folder = new TempFolder();
        await using TestStore store = await FilledAsync(folder, new BackupOptions { Keep = 2 });
        string named = Path.Combine(folder.Path, "before-the-change.db");
        Assert.IsType<BackupOutcome.Made>(await store.Backups.CreateAsync(new BackupWish(named), default));
        for (int day = 0; day < 4; day++)
        {
            Assert.IsType<BackupOutcome.Made>(await store.Backups.CreateAsync(new BackupWish(), default));
            store.Clock.Advance(TimeSpan.FromDays(1));
        }

        Assert.Equal(["console-20260507T120000Z.db", "console-20260506T120000Z.db"], store.Backups.List().Select(backup => backup.Name));
        Assert.True(File.Exists(named));
        Assert.Equal($"{named} is there already: name a file that is not, or move it away.", Assert.IsType<BackupOutcome.Refused>(await store.Backups.CreateAsync(new BackupWish(named), default)).Sentence);
    }

    [Fact]
    public async Task Schedule_MakesOneADay_AndTriesAgainAfterAnHourWhenItFails()
    {
        using var folder = new TempFolder();
        string passphrase = Path.Combine(folder.Path, "passphrase");
        await using TestStore store = await FilledAsync(folder, new BackupOptions { PassphraseFile = passphrase });
        BackupSchedule schedule = store.BackupSchedule;

        await schedule.LookAsync(default);
        Assert.Empty(store.Backups.List());
        Assert.Contains($"The passphrase file {passphrase} cannot be read", store.Backups.LastFailure, StringComparison.Ordinal);
        Assert.Single(store.Log.Lines, line => line.Id == 4071);

        Passphrase(folder, "correct horse battery");
        store.Clock.Advance(TimeSpan.FromMinutes(59));
        await schedule.LookAsync(default);
        Assert.Empty(store.Backups.List());
        store.Clock.Advance(TimeSpan.FromMinutes(1));
        await schedule.LookAsync(default);
        Assert.Single(store.Backups.List());
        Assert.Null(store.Backups.LastFailure);

        store.Clock.Advance(TimeSpan.FromHours(23.9));
        await schedule.LookAsync(default);
        Assert.Single(store.Backups.List());
        store.Clock.Advance(TimeSpan.FromHours(0.2));
        await schedule.LookAsync(default);
        Assert.Equal(2, store.Backups.List().Count);
    }

    [Theory]
    [InlineData("short", OwnerOnly, "is shorter than 12 characters: use a longer one.")]
    [InlineData("long enough for it", OwnerOnly | UnixFileMode.OtherRead, "may be read or written by everybody: chmod 600 it, then try again.")]
    public async Task PassphraseThatProtectsNothing_IsRefused(string text, UnixFileMode mode, string end)
    {
        using var folder = new TempFolder();
        await using TestStore store = await FilledAsync(folder);
        string file = Passphrase(folder, text);
        File.SetUnixFileMode(file, mode);

        Assert.EndsWith(end, Assert.IsType<BackupOutcome.Refused>(await store.Backups.CreateAsync(new BackupWish(PassphraseFile: file), default)).Sentence, StringComparison.Ordinal);
        Assert.Empty(store.Backups.List());
    }

    [Fact]
    public async Task FullDisk_IsOneSentence_AndNothingIsLeft()
    {
        using var folder = new TempFolder();
        await using TestStore store = await FilledAsync(folder);

        BackupOutcome.Failed failed = Assert.IsType<BackupOutcome.Failed>(await store.Backups.CreateAsync(new BackupWish("/proc/no/such/backup.db"), default));

        Assert.StartsWith("The backup was not made: ", failed.Sentence, StringComparison.Ordinal);
        Assert.Equal(failed.Sentence, store.Backups.LastFailure);
        Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(folder.Data, "backups")));
    }

    [Fact]
    public async Task Restore_PutsTheBackupInPlace_AndKeepsWhatWasThere()
    {
        using var folder = new TempFolder();
        string backup = Path.Combine(folder.Path, "taken.db");
        await using (TestStore store = await FilledAsync(folder))
        {
            Assert.IsType<BackupOutcome.Made>(await store.Backups.CreateAsync(new BackupWish(backup), default));
            await store.Definitions.SaveAsync(Samples.Drain with { Edit = definition => Samples.WithFirstServer(definition, server => server with { Weight = 77 }) }, default);
            RestoreOutcome held = await RestoreAsync(folder.Data, backup);
            Assert.False(held.Restored);
            Assert.Contains("is in use by another process", held.Sentence, StringComparison.Ordinal);
        }

        RestoreOutcome outcome = await RestoreAsync(folder.Data, backup);

        string path = Path.Combine(folder.Data, "console.db");
        Assert.Equal((true, $"{backup} (revision 2, 2 audit entries) is now {path}; the database before is {path}.before-restore-20260504T120000Z."), (outcome.Restored, outcome.Sentence));
        Assert.Equal(77L, TestStore.Ask($"{path}.before-restore-20260504T120000Z", "SELECT max(Weight) FROM RealServers"));
        Assert.Equal(0L, TestStore.Ask(path, "SELECT count(*) FROM sqlite_master WHERE name = '__BackupFiles'"));
        await using TestStore after = await TestStore.OpenAsync(folder.Data);
        StoredDefinition current = (await after.Definitions.FindCurrentAsync(default))!;
        Assert.Equal((2L, 1), (current.Revision, current.Definition.VirtualServices[0].RealServers[0].Weight));
        // The engine starts from it at once, not from what was in force before.
        DefinitionSnapshot snapshot = Assert.IsType<SnapshotReading.Found>(after.Snapshot.Read()).Snapshot;
        Assert.Equal((2L, current.Definition), (snapshot.Revision, snapshot.Definition));
        Assert.Equal("restore", (await after.Audit.QueryAsync(new AuditQuery { Action = "restore" }, default)).Items.Single().Action);
        Assert.DoesNotContain(Directory.GetFileSystemEntries(folder.Data), entry => Path.GetFileName(entry).StartsWith(".restore", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("no backup at all, but long enough to be read as one", "it is no database of this program, or it is damaged")]
    [InlineData("", "it is no database of this program, or it is damaged")]
    public async Task WhatIsNoBackup_IsRefusedAndChangesNothing(string content, string why)
    {
        using var folder = new TempFolder();
        await (await FilledAsync(folder)).DisposeAsync();
        string file = Path.Combine(folder.Path, "songs.db");
        await File.WriteAllTextAsync(file, content);
        byte[] before = await File.ReadAllBytesAsync(Path.Combine(folder.Data, "console.db"));

        RestoreOutcome outcome = await RestoreAsync(folder.Data, file);

        Assert.Equal((false, $"{file} was not restored, and nothing was changed ({why})."), (outcome.Restored, outcome.Sentence));
        Assert.Equal(before, await File.ReadAllBytesAsync(Path.Combine(folder.Data, "console.db")));
    }

    [Fact]
    public async Task BackupOfANewerVersion_IsRefused()
    {
        using var folder = new TempFolder();
        string backup = Path.Combine(folder.Path, "newer.db");
        await using (TestStore store = await FilledAsync(folder)) Assert.IsType<BackupOutcome.Made>(await store.Backups.CreateAsync(new BackupWish(backup), default));
        TestStore.Execute(backup, "INSERT INTO __EFMigrationsHistory VALUES ('99990101000000_Future', '99.0.0')");

        RestoreOutcome outcome = await RestoreAsync(folder.Data, backup);

        Assert.False(outcome.Restored);
        Assert.Contains("was written by a newer version of this program (it has 99990101000000_Future)", outcome.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task BackupWithoutTheKeysOfItsSecrets_IsRefused()
    {
        using var folder = new TempFolder();
        string backup = Path.Combine(folder.Path, "taken.db");
        await using (TestStore store = await FilledAsync(folder)) Assert.IsType<BackupOutcome.Made>(await store.Backups.CreateAsync(new BackupWish(backup), default));
        // What stands for a secret whose key is lost.
        TestStore.Execute(backup, "UPDATE VrrpInstances SET AuthenticationPassword = '***'");

        RestoreOutcome outcome = await RestoreAsync(folder.Data, backup);

        Assert.Equal((false, $"{backup} was not restored, and nothing was changed (the secrets in it cannot be read with the keys in it)."), (outcome.Restored, outcome.Sentence));
    }

    [Fact]
    public async Task DamagedDatabase_IsReplaced_AndItsFilesAreKept()
    {
        using var folder = new TempFolder();
        string backup = Path.Combine(folder.Path, "taken.db");
        await using (TestStore store = await FilledAsync(folder)) Assert.IsType<BackupOutcome.Made>(await store.Backups.CreateAsync(new BackupWish(backup), default));
        string path = Path.Combine(folder.Data, "console.db");
        await File.WriteAllTextAsync(path, new string('x', 10_000));

        RestoreOutcome outcome = await RestoreAsync(folder.Data, backup);

        Assert.True(outcome.Restored, outcome.Sentence);
        Assert.Equal(new string('x', 10_000), await File.ReadAllTextAsync($"{path}.before-restore-20260504T120000Z"));
        await using TestStore after = await TestStore.OpenAsync(folder.Data);
        Assert.Equal(2, (await after.Definitions.FindCurrentAsync(default))!.Revision);
    }

    private static Task<RestoreOutcome> RestoreAsync(string directory, string file, string? passphrase = null)
        => Restoration.RunAsync(new ConsoleDataOptions { DataDirectory = directory }, file, passphrase, new ManualClock(ManualClock.Noon), default);

    private static string Passphrase(TempFolder folder, string text)
    {
        string file = Path.Combine(folder.Path, "passphrase");
        File.WriteAllText(file, text + "\n");
        File.SetUnixFileMode(file, OwnerOnly);
        return file;
    }

    private static async Task<TestStore> FilledAsync(TempFolder folder, BackupOptions? backups = null)
    {
        TestStore store = await TestStore.OpenAsync(folder.Data, backups: backups);
        await store.Definitions.SaveAsync(Samples.Import(), default);
        await store.Definitions.SaveAsync(Samples.Drain, default);
        Directory.CreateDirectory(store.Options.KeysPath);
        await File.WriteAllTextAsync(Path.Combine(store.Options.KeysPath, "key-1.xml"), "<key/>");
        return store;
    }
}
