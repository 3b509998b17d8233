using System.Text.Json;

namespace KeepaliveConsole.Web.Cli.Remote;

/// <summary>What a console answered.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Tag">Its ETag, with quotes; null = none.</param>
/// <param name="Body">The text.</param>
internal sealed record RemoteAnswer(int Status, string? Tag, string Body)
{
    /// <summary>Did it go well?</summary>
    public bool IsFine => Status is >= 200 and < 300;

    /// <summary>The body as JSON; an undefined element when it is none.</summary>
    public JsonElement Json()
    {
        try
        {
            return JsonElement.Parse(Body);
        }
        catch (JsonException)
        {
            return default;
        }
    }
}

/// <summary>Reads members of answers that may lack them, because the console may be of another version.</summary>
internal static class AnswerMembers
{
    /// <summary>The member, or an undefined element.</summary>
    public static JsonElement Get(this JsonElement element, string name) => element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement value) ? value : default;

    /// <summary>The member as text: strings without quotes, other values as JSON writes them, nothing for null.</summary>
    public static string Text(this JsonElement element, string name)
    {
        JsonElement value = element.Get(name);
        return value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!,
            JsonValueKind.Undefined or JsonValueKind.Null => "",
            _ => value.GetRawText(),
        };
    }

    /// <summary>The items of a list; none where there is no list.</summary>
    public static IEnumerable<JsonElement> List(this JsonElement element, string name)
    {
        JsonElement value = element.Get(name);
        return value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : [];
    }

    /// <summary>Is the member true?</summary>
    public static bool IsTrue(this JsonElement element, string name) => element.Get(name).ValueKind == JsonValueKind.True;
}
