using System.Text.Json.Nodes;

namespace KeepaliveConsole.Web.Features.Changes;

/// <summary>Who changed a field.</summary>
public enum MergeSide
{
    /// <summary>Only this change.</summary>
    Mine,

    /// <summary>Only somebody else.</summary>
    Theirs,

    /// <summary>Both, differently: somebody has to choose.</summary>
    Both,
}

/// <summary>A field that differs between the three.</summary>
/// <param name="Path">Where, for people and as the key of a choice: <c>realServers[10.88.0.101 80]/weight</c>.</param>
/// <param name="Side">Who changed it.</param>
/// <param name="Base">As it was when the edit began; null = it was not there.</param>
/// <param name="Mine">As this change wants it; null = not there.</param>
/// <param name="Theirs">As it is in force; null = not there.</param>
public sealed record MergeRow(string Path, MergeSide Side, JsonNode? Base, JsonNode? Mine, JsonNode? Theirs);

/// <summary>
/// Merges a change onto an object that somebody else changed meanwhile, field by field. Things of a list are matched by what names them, so two people
/// who edit two real servers of one service do not meet. Pure.
/// </summary>
public sealed class ThreeWay
{
    private static readonly string[] s_names = ["name", "kind", "node", "address", "port", "target", "path"];
    private readonly List<MergeRow> _rows = [];
    private readonly IReadOnlySet<string> _takeTheirs;

    private ThreeWay(IReadOnlySet<string> takeTheirs) => _takeTheirs = takeTheirs;

    /// <summary>Every field that somebody changed, in the order of the text.</summary>
    public IReadOnlyList<MergeRow> Rows => _rows;

    /// <summary>The merged object; null = it is to go.</summary>
    public JsonNode? Merged { get; private init; }

    /// <summary>Merges.</summary>
    /// <param name="before">The object when the edit began; null = there was none.</param>
    /// <param name="mine">The wanted one; null = it is to go.</param>
    /// <param name="theirs">The one in force; null = it is gone.</param>
    /// <param name="takeTheirs">Paths of fields both changed where theirs is taken; mine is taken elsewhere.</param>
    public static ThreeWay Of(JsonNode? before, JsonNode? mine, JsonNode? theirs, IReadOnlySet<string> takeTheirs)
    {
        var walk = new ThreeWay(takeTheirs);
        JsonNode? merged = walk.Merge("", before, mine, theirs);
        var done = new ThreeWay(takeTheirs) { Merged = merged };
        done._rows.AddRange(walk._rows);
        return done;
    }

    private JsonNode? Merge(string path, JsonNode? before, JsonNode? mine, JsonNode? theirs)
    {
        if (JsonNode.DeepEquals(mine, theirs)) return mine?.DeepClone();
        if (mine is JsonObject my && theirs is JsonObject their && before is null or JsonObject) return MergeMembers(path, before as JsonObject ?? [], my, their);
        if (mine is JsonArray myItems && theirs is JsonArray theirItems && before is JsonArray items && Keys(myItems) is { } myKeys && Keys(theirItems) is { } theirKeys && Keys(items) is { } keys)
            return MergeItems(path, keys, myKeys, theirKeys);
        if (JsonNode.DeepEquals(before, theirs)) return Take(path, MergeSide.Mine, before, mine, theirs, mine);
        if (JsonNode.DeepEquals(before, mine)) return Take(path, MergeSide.Theirs, before, mine, theirs, theirs);
        return Take(path, MergeSide.Both, before, mine, theirs, _takeTheirs.Contains(path) ? theirs : mine);
    }

    private JsonNode? Take(string path, MergeSide side, JsonNode? before, JsonNode? mine, JsonNode? theirs, JsonNode? taken)
    {
        _rows.Add(new MergeRow(path, side, before, mine, theirs));
        return taken?.DeepClone();
    }

    private JsonObject MergeMembers(string path, JsonObject before, JsonObject mine, JsonObject theirs)
    {
        var merged = new JsonObject();
        foreach (string member in mine.Select(pair => pair.Key).Union(theirs.Select(pair => pair.Key)))
        {
            JsonNode? value = Merge(path.Length == 0 ? member : $"{path}/{member}", before[member], mine[member], theirs[member]);
            // A member that is null stands for what it is not; one that is on neither side is not there.
            merged[member] = value;
        }

        return merged;
    }

    private JsonArray MergeItems(string path, Dictionary<string, JsonNode?> before, Dictionary<string, JsonNode?> mine, Dictionary<string, JsonNode?> theirs)
    {
        var merged = new JsonArray();
        foreach (string key in mine.Keys.Union(theirs.Keys))
            if (Merge($"{path}[{key}]", before.GetValueOrDefault(key), mine.GetValueOrDefault(key), theirs.GetValueOrDefault(key)) is { } item) merged.Add(item);
        return merged;
    }

    // Null: a list of plain values, or one in which two have the same name.
    private static Dictionary<string, JsonNode?>? Keys(JsonArray list)
    {
        var keys = new Dictionary<string, JsonNode?>(StringComparer.Ordinal);
        foreach (JsonNode? item in list)
        {
            if (item is not JsonObject named) return null;
            string key = string.Join(' ', s_names.Select(name => named[name]).OfType<JsonValue>().Select(value => value.ToString()));
            if (key.Length == 0 || !keys.TryAdd(key, item)) return null;
        }

        return keys;
    }
}
