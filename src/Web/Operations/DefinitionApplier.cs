using KeepaliveConsole.Data.Revisions;
using KeepaliveConsole.Data.Snapshots;
using KeepaliveConsole.Engine;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Definitions.Rules;
using KeepaliveConsole.Engine.Hosting;

namespace KeepaliveConsole.Web.Operations;

/// <summary>Hands stored definitions to the engine in the order of their revisions, each once, however many people save at the same time.</summary>
internal sealed partial class DefinitionApplier(IEngineCommands engine, IDefinitionSnapshot snapshot, TimeProvider time, ILogger<DefinitionApplier> logger)
{
    private readonly Lock _gate = new();
    private long _latest;

    /// <summary>The newest revision the engine was given; 0 = none yet.</summary>
    public long Latest
    {
        get { lock (_gate) return _latest; }
    }

    /// <summary>The engine has this revision already, from the snapshot it started with.</summary>
    public void IsInForce(StoredDefinition stored)
    {
        lock (_gate) _latest = stored.Revision;
    }

    /// <summary>Brings a revision into force unless the engine already has this one or a later one.</summary>
    /// <returns>Problems the engine found; an error among them = refused.</returns>
    public ValueArray<DefinitionProblem> Apply(StoredDefinition stored)
    {
        lock (_gate)
        {
            if (stored.Revision <= _latest) return [];
            ValueArray<DefinitionProblem> problems = engine.Apply(stored.Definition, stored.Revision);
            // Also when refused: it would be refused again, and the last good definition goes on.
            _latest = stored.Revision;
            bool refused = problems.Any(problem => problem.Severity == ProblemSeverity.Error);
            if (!refused && snapshot.Write(new DefinitionSnapshot(stored.Revision, time.GetUtcNow(), stored.Definition)) is { } unwritten) LogNoSnapshot(unwritten);
            return problems;
        }
    }

    /// <summary>Brings a revision into force although the engine was given this one or a later one before: it went on with something else meanwhile.</summary>
    public void ApplyAgain(StoredDefinition stored)
    {
        lock (_gate)
        {
            _latest = Math.Min(_latest, stored.Revision - 1);
            Apply(stored);
        }
    }

    /// <summary>
    /// Brings a definition into force that the store cannot be told of now. What is saved next replaces it, whatever its number.
    /// </summary>
    public void ApplyUnsaved(ClusterDefinition definition, long revision)
    {
        lock (_gate)
        {
            if (engine.Apply(definition, revision).Any(problem => problem.Severity == ProblemSeverity.Error)) return;
            if (snapshot.Write(new DefinitionSnapshot(revision, time.GetUtcNow(), definition)) is { } unwritten) LogNoSnapshot(unwritten);
        }
    }

    [LoggerMessage(5201, LogLevel.Warning, "{Reason}")]
    private partial void LogNoSnapshot(string reason);
}
