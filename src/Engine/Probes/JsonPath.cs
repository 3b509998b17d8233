using System.Globalization;
using System.Text.Json;

namespace KeepaliveConsole.Engine.Probes;

/// <summary>A way into a JSON document: <c>$</c>, then <c>.name</c>, <c>['name']</c> or <c>[0]</c>, as often as needed. No wildcards, no filters.</summary>
internal sealed class JsonPath
{
    /// <summary>Deepest document that is read.</summary>
    public const int MaxDepth = 64;

    private readonly Step[] _steps;

    private JsonPath(Step[] steps) => _steps = steps;

    /// <summary>Reads a path; null when it is none, and <paramref name="problem"/> then says why.</summary>
    public static JsonPath? Of(string path, out string? problem)
    {
        var steps = new List<Step>();
        problem = null;
        int at = 1;
        bool isValid = path.StartsWith('$');
        while (isValid && at < path.Length)
        {
            isValid = path[at] switch
            {
                '.' => Member(path, ref at, steps),
                '[' => at + 1 < path.Length && path[at + 1] is '\'' or '"' ? Quoted(path, ref at, steps) : Index(path, ref at, steps),
                _ => false,
            };
        }

        if (isValid) return new JsonPath([.. steps]);
        problem = Sentence.Text($"{path} is not a path into JSON; write $ and then .name, ['name'] or [0], such as $.checks[0].state");
        return null;
    }

    /// <summary>Judges a body; null = as wanted, else what is wrong.</summary>
    /// <param name="body">The body.</param>
    /// <param name="path">The path as it was written, for people.</param>
    /// <param name="wanted">The value as JSON writes it, text without its quotes; null = it must only exist.</param>
    public string? Judge(ReadOnlyMemory<byte> body, string path, string? wanted)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = MaxDepth });
        }
        catch (JsonException exception)
        {
            string where = string.Create(CultureInfo.InvariantCulture, $"line {(exception.LineNumber ?? 0) + 1}, byte {(exception.BytePositionInLine ?? 0) + 1}");
            return Sentence.Text($"body is not JSON ({where})");
        }

        using (document)
        {
            if (Find(document.RootElement) is not { } found) return Sentence.Text($"JSON body has no {path}");
            if (wanted is null) return null;
            string? actual = Text(found);
            return actual == wanted ? null : Sentence.Text($"JSON body has {Short(actual ?? "text that is not valid")} at {path}, wanted {wanted}");
        }
    }

    private JsonElement? Find(JsonElement element)
    {
        foreach (Step step in _steps)
        {
            if (step.Name is not null)
            {
                if (element.ValueKind != JsonValueKind.Object || !TryMember(element, step.Name, out element)) return null;
            }
            else
            {
                if (element.ValueKind != JsonValueKind.Array || step.Index >= element.GetArrayLength()) return null;
                element = element[step.Index];
            }
        }

        return element;
    }

    // Names and texts with half a surrogate pair are valid JSON, but no text of .NET's: asking for them throws.
    private static bool TryMember(JsonElement element, string name, out JsonElement member)
    {
        try
        {
            return element.TryGetProperty(name, out member);
        }
        catch (InvalidOperationException)
        {
            member = default;
            return false;
        }
    }

    private static string? Text(JsonElement element)
    {
        try
        {
            return element.ValueKind == JsonValueKind.String ? element.GetString()! : element.GetRawText();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static string Short(string text) => text.Length <= 60 ? text : $"{text.AsSpan(0, 60)}…";

    private static bool Member(string path, ref int at, List<Step> steps)
    {
        int end = path.AsSpan(++at).IndexOfAny('.', '[');
        string name = end < 0 ? path[at..] : path.Substring(at, end);
        at += name.Length;
        steps.Add(new Step(name, 0));
        return name.Length > 0;
    }

    private static bool Quoted(string path, ref int at, List<Step> steps)
    {
        char quote = path[at + 1];
        int end = path.IndexOf(quote, at + 2);
        if (end < 0 || end + 1 >= path.Length || path[end + 1] != ']') return false;
        steps.Add(new Step(path[(at + 2)..end], 0));
        at = end + 2;
        return true;
    }

    private static bool Index(string path, ref int at, List<Step> steps)
    {
        int end = path.IndexOf(']', at);
        if (end < 0 || !int.TryParse(path.AsSpan((at + 1)..end), NumberStyles.None, CultureInfo.InvariantCulture, out int index)) return false;
        steps.Add(new Step(null, index));
        at = end + 1;
        return true;
    }

    private readonly record struct Step(string? Name, int Index);
}
