namespace KeepaliveConsole.Engine.Definitions.Difference;

/// <summary>Compares two things member by member.</summary>
internal static class FieldTable
{
    /// <summary>Adds <c>subject: label old -> new</c> for each member that differs.</summary>
    public static void Add<T>(Field<T>[] fields, string subject, T before, T after, DifferenceLines lines)
    {
        foreach (Field<T> field in fields)
        {
            object? old = field.Value(before);
            object? now = field.Value(after);
            if (Equals(old, now)) continue;
            lines.Change(subject, field.Label, lines.Value(old, field.IsSecret), lines.Value(now, field.IsSecret));
        }
    }
}
