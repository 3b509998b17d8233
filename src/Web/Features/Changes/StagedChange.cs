using System.Text.Json.Nodes;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Web.Operations.Editing;

namespace KeepaliveConsole.Web.Features.Changes;

/// <summary>A change of one object that waits to be committed.</summary>
/// <param name="Kind">Slug of the kind.</param>
/// <param name="Name">Name of the object.</param>
/// <param name="Base">The object as it was when the edit began, secrets masked; null = it is new.</param>
/// <param name="BaseTag">Tag of the real object then; null = it is new.</param>
/// <param name="Mine">The wanted object; null = it is to go.</param>
/// <param name="StagedAt">When, UTC.</param>
public sealed record StagedChange(string Kind, string Name, JsonObject? Base, string? BaseTag, JsonObject? Mine, DateTimeOffset StagedAt)
{
    /// <summary>Did somebody else change the object since?</summary>
    public bool ConflictsWith(ClusterDefinition current) => EditableKind.Find(Kind)?.TagOf(current, Name) is var tag && tag != BaseTag;

    /// <summary>The definition with this change.</summary>
    public EditResult Apply(ClusterDefinition definition)
    {
        EditableKind kind = EditableKind.Find(Kind)!;
        // Taken out by somebody else already: as wanted.
        if (Mine is null) return kind.TagOf(definition, Name) is null ? new EditResult(definition) : kind.Remove(definition, Name);
        return kind.Put(definition, Name, Mine);
    }
}

/// <summary>What one person has staged. Immutable.</summary>
/// <param name="Changes">In the order they were staged; one for each object.</param>
/// <param name="Version">Higher after every change of the draft.</param>
public sealed record Draft(IReadOnlyList<StagedChange> Changes, long Version)
{
    /// <summary>Nothing is staged.</summary>
    public static Draft Nothing { get; } = new([], 0);

    /// <summary>The change of an object; null = there is none.</summary>
    public StagedChange? Find(string kind, string name) => Changes.FirstOrDefault(change => change.Kind == kind && change.Name == name);

    /// <summary>The definition with every change; stops at the first that cannot be made.</summary>
    public EditResult Apply(ClusterDefinition current)
    {
        var next = new EditResult(current);
        foreach (StagedChange change in Changes)
        {
            next = change.Apply(next.Next!);
            if (next.Next is null) return next;
        }

        return next with { Place = "" };
    }
}
