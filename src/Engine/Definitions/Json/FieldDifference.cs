using System.Text.Json;
using System.Text.Json.Nodes;

namespace KeepaliveConsole.Engine.Definitions.Json;

/// <summary>How a field came to differ.</summary>
public enum FieldChangeKind
{
    /// <summary>It is in both, with another value.</summary>
    Changed,

    /// <summary>Only afterwards.</summary>
    Added,

    /// <summary>Only before.</summary>
    Removed,
}

/// <summary>One field that differs. Secrets read <c>***</c>.</summary>
/// <param name="Pointer">JSON pointer into the text afterwards; into the one before for what was removed.</param>
/// <param name="Kind">How it differs.</param>
/// <param name="Before">Value before; null also when there was none.</param>
/// <param name="After">Value afterwards; null also when there is none.</param>
public sealed record FieldChange(string Pointer, FieldChangeKind Kind, JsonNode? Before, JsonNode? After);

/// <summary>
/// What differs between two definitions, or two of their objects, field by field. What differs is found in the real values, what is shown comes
/// from the masked ones. Things of a list are matched by name (real servers by address and port), so one more in the middle is one change.
/// </summary>
public static class FieldDifference
{
    // Members that say which object of a list is meant; those that are there make up its name.
    private static readonly string[] s_names = ["name", "address", "port", "node", "target", "path", "kind"];

    /// <summary>Every field that differs, in the order of the text.</summary>
    public static ValueArray<FieldChange> Between<T>(T before, T after)
    {
        var changes = new List<FieldChange>();
        Compare("", Side.Of(before), Side.Of(after), changes);
        return new ValueArray<FieldChange>(changes);
    }

    private static void Compare(string pointer, Side before, Side after, List<FieldChange> changes)
    {
        if (JsonNode.DeepEquals(before.Real, after.Real)) return;
        if (before.Real is JsonObject was && after.Real is JsonObject now) CompareMembers(pointer, before, was, after, now, changes);
        else if (before.Real is JsonArray left && after.Real is JsonArray right && Names(left) is { } leftNames && Names(right) is { } rightNames)
            CompareItems(pointer, before, leftNames, after, rightNames, changes);
        else changes.Add(new FieldChange(pointer, FieldChangeKind.Changed, before.Copy(), after.Copy()));
    }

    private static void CompareMembers(string pointer, Side before, JsonObject was, Side after, JsonObject now, List<FieldChange> changes)
    {
        foreach (string member in was.Select(pair => pair.Key).Union(now.Select(pair => pair.Key)))
        {
            string at = $"{pointer}/{JsonPointer.Escape(member)}";
            Side one = before.Member(member), two = after.Member(member);
            if (!now.ContainsKey(member)) changes.Add(new FieldChange(at, FieldChangeKind.Removed, one.Copy(), null));
            else if (!was.ContainsKey(member)) changes.Add(new FieldChange(at, FieldChangeKind.Added, null, two.Copy()));
            else Compare(at, one, two, changes);
        }
    }

    private static void CompareItems(string pointer, Side before, List<string> was, Side after, List<string> now, List<FieldChange> changes)
    {
        Dictionary<string, int> old = Places(was), later = Places(now);
        for (int index = 0; index < was.Count; index++)
            if (!later.ContainsKey(was[index])) changes.Add(new FieldChange($"{pointer}/{index}", FieldChangeKind.Removed, before.Item(index).Copy(), null));
        for (int index = 0; index < now.Count; index++)
        {
            if (!old.TryGetValue(now[index], out int place)) changes.Add(new FieldChange($"{pointer}/{index}", FieldChangeKind.Added, null, after.Item(index).Copy()));
            else Compare($"{pointer}/{index}", before.Item(place), after.Item(index), changes);
        }

        if (!was.Where(later.ContainsKey).SequenceEqual(now.Where(old.ContainsKey)))
            changes.Add(new FieldChange(pointer, FieldChangeKind.Changed, Order(was), Order(now)));
    }

    private static Dictionary<string, int> Places(List<string> names) => names.Select((name, index) => (name, index)).ToDictionary(pair => pair.name, pair => pair.index, StringComparer.Ordinal);

    private static JsonArray Order(List<string> names) => new([.. names.Select(name => (JsonNode)name.Replace('\n', ' '))]);

    // Null: a list of plain values, or one in which two have the same name.
    private static List<string>? Names(JsonArray list)
    {
        var names = new List<string>(list.Count);
        foreach (JsonNode? item in list)
        {
            if (item is not JsonObject named) return null;
            names.Add(string.Join('\n', s_names.Where(name => named[name] is JsonValue).Select(name => named[name]!.ToString())));
        }

        return names.Distinct(StringComparer.Ordinal).Count() == names.Count ? names : null;
    }

    /// <summary>A value and the form of it that may be shown; both have the same shape.</summary>
    private readonly record struct Side(JsonNode? Real, JsonNode? Shown)
    {
        public static Side Of<T>(T value) => new(JsonSerializer.SerializeToNode(value, DefinitionJson.Options), JsonSerializer.SerializeToNode(value, DefinitionJson.MaskedOptions));

        public Side Member(string name) => new((Real as JsonObject)?[name], (Shown as JsonObject)?[name]);

        public Side Item(int index) => new((Real as JsonArray)?[index], (Shown as JsonArray)?[index]);

        public JsonNode? Copy() => Shown?.DeepClone();
    }
}
