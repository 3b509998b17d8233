using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Definitions.Difference;
using KeepaliveConsole.Engine.Definitions.Json;

namespace KeepaliveConsole.Data.Revisions;

/// <summary>
/// What a change did, as two short JSON texts: only members that differ, inside the objects that hold them, each named. What differs is
/// found in the real values, what is shown comes from the masked ones, so a new password shows as <c>***</c> on both sides.
/// </summary>
internal static class ChangeText
{
    /// <summary>Members that say which object of a list is meant; kept beside what differs.</summary>
    private static readonly string[] s_names = ["name", "address", "port", "node", "target", "path", "kind"];

    /// <summary>Before (null = there was nothing) and after; after begins with the changes as sentences, member <c>changes</c>.</summary>
    public static (string? Before, string After) Describe(ClusterDefinition? before, ClusterDefinition after)
    {
        JsonNode shownAfter = Parse(DefinitionJson.WriteMasked(after));
        if (before is null) return (null, Text(shownAfter));

        (JsonNode? was, JsonNode? now) = Differ(
            new Side(Parse(DefinitionJson.Write(before)), Parse(DefinitionJson.WriteMasked(before))),
            new Side(Parse(DefinitionJson.Write(after)), shownAfter));
        var shown = new JsonObject { ["changes"] = Lines(before, after) };
        foreach ((string member, JsonNode? value) in now!.AsObject()) shown[member] = value?.DeepClone();
        return (Text(was!), Text(shown));
    }

    private static JsonArray Lines(ClusterDefinition before, ClusterDefinition after)
        => new([.. DefinitionDifference.Between(before, after).Select(line => (JsonNode)line)]);

    private static (JsonNode? Before, JsonNode? After) Differ(Side before, Side after) => (before.Real, after.Real) switch
    {
        (JsonObject was, JsonObject now) => DifferObjects(before, was, after, now),
        (JsonArray was, JsonArray now) when was.All(HasName) && now.All(HasName) => DifferLists(before, was, after, now),
        _ => (before.Copy(), after.Copy()),
    };

    private static (JsonNode? Before, JsonNode? After) DifferObjects(Side before, JsonObject was, Side after, JsonObject now)
    {
        var left = new JsonObject();
        var right = new JsonObject();
        foreach (string member in was.Select(pair => pair.Key).Union(now.Select(pair => pair.Key)))
        {
            Side one = before.Member(member);
            Side two = after.Member(member);
            if (JsonNode.DeepEquals(one.Real, two.Real))
            {
                // "checks[].kind" and the like: says which one it is.
                if (s_names.Contains(member) && one.Real is JsonValue)
                {
                    left[member] = one.Copy();
                    right[member] = two.Copy();
                }

                continue;
            }

            (JsonNode? shownBefore, JsonNode? shownAfter) = Differ(one, two);
            if (was.ContainsKey(member)) left[member] = shownBefore;
            if (now.ContainsKey(member)) right[member] = shownAfter;
        }

        return (left, right);
    }

    private static (JsonNode? Before, JsonNode? After) DifferLists(Side before, JsonArray was, Side after, JsonArray now)
    {
        var left = new JsonArray();
        var right = new JsonArray();
        List<string> wasNames = [.. was.Select(NameOf)];
        List<string> nowNames = [.. now.Select(NameOf)];
        if (wasNames.Distinct().Count() != wasNames.Count || nowNames.Distinct().Count() != nowNames.Count || SameInOtherOrder(wasNames, nowNames))
            return (before.Copy(), after.Copy());

        for (int index = 0; index < was.Count; index++)
        {
            int other = nowNames.IndexOf(wasNames[index]);
            Side one = before.Item(index);
            if (other < 0)
            {
                left.Add(one.Copy());
                continue;
            }

            Side two = after.Item(other);
            if (JsonNode.DeepEquals(one.Real, two.Real)) continue;
            (JsonNode? shownBefore, JsonNode? shownAfter) = Differ(one, two);
            left.Add(shownBefore);
            right.Add(shownAfter);
        }

        for (int index = 0; index < now.Count; index++)
            if (!wasNames.Contains(nowNames[index])) right.Add(after.Item(index).Copy());
        return (left, right);
    }

    private static bool SameInOtherOrder(List<string> was, List<string> now)
        => !was.SequenceEqual(now) && was.Order(StringComparer.Ordinal).SequenceEqual(now.Order(StringComparer.Ordinal));

    private static bool HasName(JsonNode? item) => item is JsonObject named && s_names.Any(named.ContainsKey);

    private static string NameOf(JsonNode? item)
        => string.Join('\n', s_names.Select(name => item is JsonObject named && named[name] is { } value ? value.ToJsonString() : ""));

    private static JsonNode Parse(string json) => JsonNode.Parse(json)!;

    private static string Text(JsonNode node) => node.ToJsonString(s_readable);

    // People read it as text; it is never put into a page without that page's own encoding.
    private static readonly JsonSerializerOptions s_readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, WriteIndented = true, IndentSize = 2 };

    /// <summary>A value and the form of it that may be shown; both have the same shape.</summary>
    private readonly record struct Side(JsonNode? Real, JsonNode? Shown)
    {
        public Side Member(string name) => new((Real as JsonObject)?[name], (Shown as JsonObject)?[name]);

        public Side Item(int index) => new((Real as JsonArray)?[index], (Shown as JsonArray)?[index]);

        public JsonNode? Copy() => Shown?.DeepClone();
    }
}
