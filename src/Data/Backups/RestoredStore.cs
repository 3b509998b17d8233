using KeepaliveConsole.Data.Opening;
using KeepaliveConsole.Data.Protection;
using KeepaliveConsole.Data.Revisions;
using KeepaliveConsole.Data.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace KeepaliveConsole.Data.Backups;

/// <summary>A backup restored into a scratch folder and opened there as a console would open it. The folder goes when this is disposed.</summary>
internal sealed class RestoredStore : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private RestoredStore(ConsoleDataOptions options, ServiceProvider services, IReadOnlyDictionary<string, long> rows, StoredDefinition? current)
    {
        (Options, _services, Rows, Current) = (options, services, rows, current);
    }

    /// <summary>Where it lies.</summary>
    public ConsoleDataOptions Options { get; }

    /// <summary>Rows of each table, as they were in the backup.</summary>
    public IReadOnlyDictionary<string, long> Rows { get; }

    /// <summary>The definition in it; null = none was ever saved.</summary>
    public StoredDefinition? Current { get; }

    /// <summary>The services over it.</summary>
    public IServiceProvider Services => _services;

    /// <summary>Restores and looks at everything, or says in a few words what is wrong with the backup.</summary>
    /// <param name="file">The backup.</param>
    /// <param name="passphrase">Of an encrypted one.</param>
    /// <param name="scratch">A folder that is not there yet, on the disk where the database is.</param>
    /// <param name="like">What the host adds to a store, it adds to this one.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<(RestoredStore? Store, string? Problem)> OpenAsync(string file, string? passphrase, string scratch, ConsoleDataOptions like, CancellationToken cancellationToken)
    {
        var options = new ConsoleDataOptions { DataDirectory = scratch, Extend = like.Extend };
        ServiceProvider? services = null;
        string? problem;
        try
        {
            Directory.CreateDirectory(scratch, PrivateFile.FolderMode);
            Unpack(file, passphrase, options.DatabasePath);
            if (SqliteFileCheck.Look(options.DatabasePath) is not FileFinding.Sound { Migrations.Count: > 0 }) return Fail("it is no database of this program, or it is damaged");
            if (BackupContent.Check(options.DatabasePath) is { } damage) return Fail(damage);
            Dictionary<string, long> rows = BackupContent.Count(options.DatabasePath);
            BackupContent.TakeFiles(options.DatabasePath, options.KeysPath);
            services = new ServiceCollection().AddConsoleData(options).BuildServiceProvider();
            if (await services.GetRequiredService<IConsoleDatabase>().OpenAsync(cancellationToken) is DatabaseOpening.Failed failed)
            {
                problem = failed.Sentence;
            }
            else
            {
                StoredDefinition? current = await services.GetRequiredService<IDefinitionStore>().FindCurrentAsync(cancellationToken);
                if (current?.Definition is { } definition && (definition.VrrpInstances.Any(instance => instance.Authentication?.Password == SecretConverter.Lost) || definition.Nodes.Any(node => node.Mail?.Password == SecretConverter.Lost)))
                    return Fail("the secrets in it cannot be read with the keys in it");
                var store = new RestoredStore(options, services, rows, current);
                services = null;
                scratch = "";
                return (store, null);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException or SqliteException or StorageUnavailableException or InvalidOperationException or FormatException)
        {
            problem = exception.Message;
        }
        finally
        {
            if (services is not null) await services.DisposeAsync();
            Remove(scratch);
        }

        return Fail(problem);
    }

    /// <summary>Closes the database; the folder stays until <see cref="DisposeAsync"/>.</summary>
    public async Task CloseAsync() => await _services.DisposeAsync();

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        Remove(Options.DataDirectory);
    }

    private static (RestoredStore?, string) Fail(string problem) => (null, problem.ReplaceLineEndings(" ").TrimEnd('.'));

    private static void Unpack(string file, string? passphrase, string target)
    {
        using FileStream plain = PrivateFile.Create(target);
        using FileStream from = File.OpenRead(file);
        if (!BackupCipher.IsEncrypted(file)) from.CopyTo(plain);
        else if (passphrase is null) throw new InvalidDataException("it is encrypted: name the file with its passphrase with --passphrase-file");
        else BackupCipher.Decrypt(from, plain, passphrase);
        plain.Flush(flushToDisk: true);
    }

    private static void Remove(string folder)
    {
        if (folder.Length > 0 && Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
    }
}
