using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Definitions.Json;

namespace KeepaliveConsole.Data.Snapshots;

/// <inheritdoc cref="IDefinitionSnapshot" />
internal sealed class DefinitionSnapshotFile(ConsoleDataOptions options) : IDefinitionSnapshot
{
    private const string Revision = "revision";
    private const string AppliedAt = "appliedAt";
    private const string Definition = "definition";
    private readonly Lock _writing = new();

    /// <inheritdoc />
    public string? Write(DefinitionSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        var document = new JsonObject
        {
            [Revision] = snapshot.Revision,
            [AppliedAt] = snapshot.AppliedAt.UtcDateTime,
            [Definition] = JsonNode.Parse(DefinitionJson.Write(snapshot.Definition)),
        };
        try
        {
            lock (_writing) PrivateFile.Replace(options.SnapshotPath, document.ToJsonString(DefinitionJson.Options));
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return $"The copy of the definition in force cannot be written to {options.SnapshotPath} ({exception.Message.TrimEnd('.')}): the engine goes on, but after a restart it depends on the database alone.";
        }
    }

    /// <inheritdoc />
    public SnapshotReading Read()
    {
        try
        {
            if (JsonNode.Parse(File.ReadAllText(options.SnapshotPath)) is not JsonObject document || document[Definition] is not JsonObject content)
                return Unreadable("it has no definition");
            if (document[Revision] is not { } revision || document[AppliedAt] is not { } appliedAt) return Unreadable("it has no revision or time");
            if (!DefinitionJson.TryReadWritten(Encoding.UTF8.GetBytes(content.ToJsonString()), out ClusterDefinition? definition, out string? problem)) return Unreadable(problem!);
            return new SnapshotReading.Found(new DefinitionSnapshot(revision.GetValue<long>(), appliedAt.GetValue<DateTimeOffset>(), definition!));
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return new SnapshotReading.Missing();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException or FormatException)
        {
            return Unreadable(exception.Message);
        }
    }

    private SnapshotReading.Unreadable Unreadable(string why)
        => new($"The copy of the definition in force in {options.SnapshotPath} cannot be read ({why.ReplaceLineEndings(" ").TrimEnd('.')}): remove it; the next definition that is applied writes it anew.");
}
