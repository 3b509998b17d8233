using System.Globalization;
using System.Text.Json.Nodes;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Definitions.Rules;
using KeepaliveConsole.Web.Operations.Editing;

namespace KeepaliveConsole.Web.Features.Changes.Forms;

/// <summary>
/// The object in a form. What cannot be a value yet (letters in a number) is kept as it was typed, and the engine's own reader says what is wrong with it;
/// what can be read goes through all rules, in its place in the definition.
/// </summary>
public sealed class FormModel(EditableKind kind, string name, JsonObject value, ClusterDefinition current, Func<ClusterDefinition, ClusterDefinition>? others = null)
{
    private readonly HashSet<string> _touched = new(StringComparer.Ordinal);

    /// <summary>Raised after each edit.</summary>
    public event Action? Edited;

    /// <summary>The object as it stands.</summary>
    public JsonObject Value { get; private set; } = value;

    /// <summary>What is wrong with it, pointers within the object; what is outside it begins with <c>..</c>.</summary>
    public IReadOnlyList<DefinitionProblem> Problems { get; private set; } = [];

    /// <summary>Does an error keep it from being staged?</summary>
    public bool HasErrors => Problems.Any(problem => problem.Severity == ProblemSeverity.Error);

    /// <summary>Was anything edited since the form was opened?</summary>
    public bool IsTouched => _touched.Count > 0;

    /// <summary>The name it has now; for new objects, what is typed.</summary>
    public string NameNow => name.Length > 0 ? name : Value["name"] is JsonValue typed ? typed.ToString() : "";

    /// <summary>Problems of exactly this field.</summary>
    public IEnumerable<DefinitionProblem> At(string pointer) => Problems.Where(problem => problem.Pointer == pointer);

    /// <summary>Is something wrong below this field, or with it?</summary>
    public bool HasErrorBelow(string pointer) =>
        Problems.Any(problem => problem.Severity == ProblemSeverity.Error && (problem.Pointer == pointer || problem.Pointer.StartsWith(pointer + "/", StringComparison.Ordinal)));

    /// <summary>The value at a pointer; null = there is none, or it is null.</summary>
    public JsonNode? Find(string pointer)
    {
        ArgumentNullException.ThrowIfNull(pointer);
        JsonNode? at = Value;
        foreach (string step in Steps(pointer))
            at = at switch
            {
                JsonObject members => members[step],
                JsonArray items when int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out int index) && index < items.Count => items[index],
                _ => null,
            };
        return at;
    }

    /// <summary>Sets a field; null takes the member away, so that it has its default.</summary>
    public void Set(string pointer, JsonNode? node)
    {
        ArgumentNullException.ThrowIfNull(pointer);
        int cut = pointer.LastIndexOf('/');
        string last = Steps(pointer[cut..])[0];
        switch (Find(pointer[..cut]))
        {
            case JsonObject members when node is null:
                members.Remove(last);
                break;
            case JsonObject members:
                members[last] = node;
                break;
            case JsonArray items:
                items[int.Parse(last, CultureInfo.InvariantCulture)] = node;
                break;
        }

        Edit(pointer);
    }

    /// <summary>Adds an item to a list, which need not be there yet.</summary>
    public void Add(string pointer, JsonNode item)
    {
        if (Find(pointer) is JsonArray items) items.Add(item);
        else Set(pointer, new JsonArray(item));
        Edit(pointer);
    }

    /// <summary>Takes an item out of a list.</summary>
    public void RemoveAt(string pointer, int index)
    {
        if (Find(pointer) is JsonArray items && index < items.Count) items.RemoveAt(index);
        Edit(pointer);
    }

    /// <summary>Moves an item of a list one place up.</summary>
    public void MoveUp(string pointer, int index)
    {
        if (Find(pointer) is not JsonArray items || index < 1 || index >= items.Count) return;
        JsonNode? moved = items[index];
        items.RemoveAt(index);
        items.Insert(index - 1, moved);
        Edit(pointer);
    }

    /// <summary>Puts another object in the form, such as one that was written as JSON.</summary>
    public void Replace(JsonObject other)
    {
        Value = other;
        Edit("");
    }

    /// <summary>Asks the reader and the rules again.</summary>
    public void Check()
    {
        if (name.Length == 0 && kind.TagOf(current, NameNow) is not null)
        {
            Problems = [new(ProblemSeverity.Error, "/name", "name.duplicate", $"There is a {kind.Noun} {NameNow} already; choose another name, or edit that one.")];
            return;
        }

        EditResult edited = kind.Put(others?.Invoke(current) ?? current, NameNow, Value);
        if (edited.Next is not { } next)
        {
            Problems = [.. edited.Refusal!.Problems];
            return;
        }

        HashSet<(string, string)> known = [.. DefinitionRules.Check(current).Select(problem => (problem.Code, problem.Message))];
        Problems =
        [
            .. DefinitionRules.Check(Engine.Definitions.Json.MaskedSecrets.Restore(next, current))
                .Where(problem => IsWithin(problem.Pointer, edited.Place) || !known.Contains((problem.Code, problem.Message)))
                .Select(problem => problem with { Pointer = IsWithin(problem.Pointer, edited.Place) ? problem.Pointer[edited.Place.Length..] : ".." + problem.Pointer }),
        ];
    }

    private static bool IsWithin(string pointer, string place) => pointer == place || pointer.StartsWith(place + "/", StringComparison.Ordinal);

    private static string[] Steps(string pointer) =>
        [.. pointer.Split('/').Skip(1).Select(step => step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal))];

    private void Edit(string pointer)
    {
        _touched.Add(pointer);
        Check();
        Edited?.Invoke();
    }
}
