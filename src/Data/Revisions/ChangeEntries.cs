using KeepaliveConsole.Data.Audit;
using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Data.Revisions;

/// <summary>What the audit trail says of a change that was saved.</summary>
internal static class ChangeEntries
{
    /// <summary>One entry for each part that differs; one about the whole when the change names no parts.</summary>
    public static IEnumerable<AuditEntry> Of(DefinitionChange change, StoredDefinition stored, StoredDefinition before)
    {
        ClusterDefinition? was = before.Revision == 0 ? null : before.Definition;
        bool told = false;
        foreach (ChangePart part in change.Parts)
        {
            ClusterDefinition after = part.Only(stored.Definition);
            ClusterDefinition? earlier = was is null ? null : part.Only(was);
            if (after.Equals(earlier)) continue;
            told = true;
            yield return Entry(change, part.Object, earlier, after, stored.Revision);
        }

        // Also when none of the parts is what changed: no revision is without an entry.
        if (!told) yield return Entry(change, change.Object, was, stored.Definition, stored.Revision);
    }

    private static AuditEntry Entry(DefinitionChange change, string about, ClusterDefinition? before, ClusterDefinition after, long revision)
    {
        (string? was, string now) = ChangeText.Describe(before, after);
        return new AuditEntry
        {
            Actor = change.Actor,
            // A window that goes back has one row of its own, which says why.
            Action = change.EndsWindow is null ? change.Action : "rollback",
            Object = about,
            Before = was,
            After = now,
            Reason = change.Reason,
            Revision = revision,
        };
    }
}
