using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Data.Snapshots;

/// <summary>
/// The definition last in force, in a file of its own (<c>definition.json</c>, mode 0600: it holds secrets). With the database gone or
/// broken the engine starts from it.
/// </summary>
public interface IDefinitionSnapshot
{
    /// <summary>The one of a data directory, for a process that reads it before it has a host.</summary>
    static IDefinitionSnapshot Of(ConsoleDataOptions options) => new DefinitionSnapshotFile(options);

    /// <summary>Replaces the file as a whole. Null = written; otherwise why not, as one sentence. The engine goes on either way.</summary>
    string? Write(DefinitionSnapshot snapshot);

    /// <summary>What the file has.</summary>
    SnapshotReading Read();
}

/// <summary>A definition that was applied.</summary>
/// <param name="Revision">Its number.</param>
/// <param name="AppliedAt">When, UTC.</param>
/// <param name="Definition">The content.</param>
public sealed record DefinitionSnapshot(long Revision, DateTimeOffset AppliedAt, ClusterDefinition Definition);

/// <summary>What reading the file gave.</summary>
public abstract record SnapshotReading
{
    private SnapshotReading()
    {
    }

    /// <summary>A definition.</summary>
    public sealed record Found(DefinitionSnapshot Snapshot) : SnapshotReading;

    /// <summary>There is no file: nothing was ever applied.</summary>
    public sealed record Missing : SnapshotReading;

    /// <summary>There is one that cannot be used; the sentence says why and the way out.</summary>
    public sealed record Unreadable(string Sentence) : SnapshotReading;
}
