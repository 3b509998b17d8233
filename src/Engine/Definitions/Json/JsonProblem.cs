using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace KeepaliveConsole.Engine.Definitions.Json;

/// <summary>Turns the serializer's exception into a line an operator can act on: path first, no .NET type names.</summary>
internal static partial class JsonProblem
{
    public static string Describe(JsonException exception) => Fault(exception).Message;

    /// <summary>Place and reason.</summary>
    public static JsonFault Fault(JsonException exception)
    {
        string path = exception.Path ?? "$";
        string line = exception.LineNumber is { } number ? string.Create(CultureInfo.InvariantCulture, $" (line {number + 1})") : "";
        return new JsonFault(JsonPointer.OfPath(exception.Path), path + line, Reason(exception));
    }

    /// <summary>The serializer cannot make a thing of several kinds that says none; it tells where in its message alone.</summary>
    public static JsonFault Fault(NotSupportedException exception) =>
        Fault(new JsonException(exception.Message, Place().Match(exception.Message) is { Success: true } place ? place.Groups[1].Value : null, null, null));

    private static Sentence Reason(JsonException exception)
    {
        if (exception is JsonRefusal refusal) return refusal.Reason;
        string message = exception.Message;
        if (Unmapped().Match(message) is { Success: true } unmapped) return $"unknown member \"{unmapped.Groups[1].Value}\"; remove it or correct its spelling";
        if (Missing().Match(message) is { Success: true } missing) return $"required member missing: {missing.Groups[1].Value.Replace("'", "\"", StringComparison.Ordinal)}";
        if (message.StartsWith("Duplicate property", StringComparison.Ordinal)) return $"the member is there twice";
        if (message.Contains("does not contain any JSON tokens", StringComparison.Ordinal)) return $"the text is empty; expected an object";
        if (message.StartsWith("The JSON value could not be converted to", StringComparison.Ordinal)) return $"the value is of the wrong kind or not one of the known words";
        if (message.Contains("type discriminator", StringComparison.Ordinal)) return $"\"kind\" must come first and name a known kind: tcp, http, smtp, dns, udp, ping, script, file or agent";
        if (message.Contains("doesn't allow setting null", StringComparison.Ordinal) || message.Contains("does not allow", StringComparison.Ordinal)) return $"must not be null";
        return Sentence.Verbatim(Tail().Replace(message, "").TrimEnd('.'));
    }

    [GeneratedRegex("JSON property '(.*?)' could not be mapped")]
    private static partial Regex Unmapped();

    [GeneratedRegex("missing required properties including: (.*?)\\.")]
    private static partial Regex Missing();

    [GeneratedRegex(" Path: (.*?) \\| ")]
    private static partial Regex Place();

    [GeneratedRegex(" (Path: .* \\| )?LineNumber: \\d+ \\| BytePositionInLine: \\d+\\.?$", RegexOptions.Singleline)]
    private static partial Regex Tail();
}
