using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Metadata;

namespace KeepaliveConsole.Web.Api;

/// <summary>Turns what the framework and the serializer say of input they cannot read into problems that name the field or parameter.</summary>
internal static partial class InputFaults
{
    /// <summary>A parameter or body that the framework could not bind.</summary>
    public static ProblemHttpResult Answer(HttpContext context, BadHttpRequestException bad)
    {
        if (bad.InnerException is JsonException json) return Answer(context, json);
        if (bad.StatusCode == StatusCodes.Status413PayloadTooLarge) return Problems.Answer(context, bad.StatusCode, "too-large", "The body is too long.");
        if (bad.StatusCode == StatusCodes.Status415UnsupportedMediaType) return Problems.Answer(context, bad.StatusCode, "media-type", "Send the body as application/json.");
        ProblemEntry? entry = null;
        if (UnboundText().Match(bad.Message) is { Success: true } unbound)
        {
            entry = Unbound(NameOf(context, unbound.Groups["name"].Value), unbound.Groups["type"].Value);
        }
        else if (Missing().Match(bad.Message) is { Success: true } missing)
        {
            string name = NameOf(context, missing.Groups["name"].Value);
            entry = new(name, "parameter.missing", $"{name} is missing.");
        }
        else if (NoBody().IsMatch(bad.Message))
        {
            entry = new("", "body.missing", "The request needs a body.");
        }

        return Problems.Answer(context, bad.StatusCode, "bad-request", entry?.Message ?? "The request cannot be read.", entry is null ? null : [entry]);
    }

    /// <summary>The parameter of the query that its route could not read and may be left out, for which the framework has nothing but an empty answer; null = there is none.</summary>
    public static ProblemEntry? Unread(HttpContext context)
    {
        foreach (IParameterBindingMetadata each in context.GetEndpoint()?.Metadata.GetOrderedMetadata<IParameterBindingMetadata>() ?? [])
        {
            if (!each.HasTryParse || Nullable.GetUnderlyingType(each.ParameterInfo.ParameterType) is not { } type) continue;
            string name = WireName(each);
            string text = context.Request.Query[name].ToString();
            if (text.Length > 0 && !IsRead(type, text)) return Unbound(name, type.Name);
        }

        return null;
    }

    /// <summary>A body that is not the JSON it should be.</summary>
    /// <param name="context">The request.</param>
    /// <param name="fault">What is wrong.</param>
    /// <param name="form">How the body looks when it is right; null = not said.</param>
    public static ProblemHttpResult Answer(HttpContext context, JsonException fault, string? form = null)
    {
        ProblemEntry entry = EntryOf(fault);
        string place = entry.Pointer.Length == 0 ? "" : entry.Pointer + ": ";
        string right = form is null ? "" : $" The form is {form}.";
        return Problems.Answer(context, StatusCodes.Status400BadRequest, "json", $"The body cannot be read; nothing was changed. {place}{entry.Message}{right}", [entry]);
    }

    /// <summary>What is wrong with the JSON, and where.</summary>
    public static ProblemEntry EntryOf(JsonException fault)
    {
        string pointer = PointerOf(fault.Path);
        if (Unmapped().Match(fault.Message) is { Success: true } unmapped)
        {
            string member = unmapped.Groups[1].Value;
            if (!pointer.EndsWith("/" + Escape(member), StringComparison.Ordinal)) pointer += "/" + Escape(member);
            return new(pointer, "json.unknown", $"There is no member {member}; remove it or correct its spelling.");
        }

        if (Required().Match(fault.Message) is { Success: true } required)
            return new($"{pointer}/{Escape(required.Groups[1].Value)}", "json.missing", $"The member {required.Groups[1].Value} is missing.");
        if (fault.Message.StartsWith("Duplicate property", StringComparison.Ordinal)) return new(pointer, "json", "A member is there twice.");
        if (fault.Message.StartsWith("The JSON value could not be converted", StringComparison.Ordinal) || fault.Message.Contains("null", StringComparison.Ordinal))
            return new(pointer, "json.kind", "The value is of the wrong kind or not one of the known words.");
        // Messages of our own converters begin small and say what must be.
        string message = Place().Replace(fault.Message, "");
        return fault.InnerException is null && message.StartsWith("must ", StringComparison.Ordinal)
            ? new(pointer, "json.value", $"The value {message}.")
            : new(pointer, "json", "The text is not JSON.");
    }

    /// <summary><c>$.urls[0].path</c> → <c>/urls/0/path</c>.</summary>
    public static string PointerOf(string? path)
    {
        if (path is null) return "";
        return string.Concat(Step().Matches(path).Select(step => "/" + Escape(step.Groups["quoted"].Success ? step.Groups["quoted"].Value : step.Groups["plain"].Value)));
    }

    private static string Escape(string name) => name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    // The framework names the handler's parameter; a header has another name on the wire.
    private static string NameOf(HttpContext context, string parameter)
    {
        foreach (IParameterBindingMetadata each in context.GetEndpoint()?.Metadata.GetOrderedMetadata<IParameterBindingMetadata>() ?? [])
            if (each.ParameterInfo.Name == parameter) return WireName(each);
        // Members of a parameter object are named by their properties, which begin with a capital.
        return parameter.Length == 0 ? parameter : char.ToLowerInvariant(parameter[0]) + parameter[1..];
    }

    private static string WireName(IParameterBindingMetadata parameter)
    {
        object[] attributes = parameter.ParameterInfo.GetCustomAttributes(inherit: true);
        return attributes.OfType<IFromQueryMetadata>().FirstOrDefault()?.Name ?? attributes.OfType<IFromHeaderMetadata>().FirstOrDefault()?.Name ?? parameter.Name;
    }

    private static ProblemEntry Unbound(string name, string type) => new(name, "parameter.form", $"{name} cannot be read: it must be {Form(type)}.");

    private static bool IsRead(Type type, string text)
    {
        if (type == typeof(bool)) return bool.TryParse(text, out _);
        if (type == typeof(int)) return int.TryParse(text, CultureInfo.InvariantCulture, out _);
        if (type == typeof(long)) return long.TryParse(text, CultureInfo.InvariantCulture, out _);
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AllowWhiteSpaces, out _);
    }

    private static string Form(string type) => type.TrimEnd('?') switch
    {
        "int" or "long" or "short" or "uint" or "ulong" or nameof(Int32) or nameof(Int64) => "a whole number",
        "double" or "float" or "decimal" => "a number",
        "bool" or nameof(Boolean) => "true or false",
        "DateTimeOffset" or "DateTime" => "a time as in RFC 3339, such as 2026-01-31T12:00:00Z",
        "Guid" => "a UUID",
        _ => "one of the known words",
    };

    [GeneratedRegex("^Failed to bind parameter \"(?<type>[^\"]+) (?<name>[A-Za-z0-9_]+)\" from \"", RegexOptions.Singleline)]
    private static partial Regex UnboundText();

    [GeneratedRegex("^Required parameter \"[^\"]+ (?<name>[A-Za-z0-9_]+)\" was not provided from ")]
    private static partial Regex Missing();

    [GeneratedRegex("no body was provided|Failed to read parameter")]
    private static partial Regex NoBody();

    [GeneratedRegex("JSON property '(.*?)' could not be mapped")]
    private static partial Regex Unmapped();

    [GeneratedRegex("missing required properties including: '(.*?)'")]
    private static partial Regex Required();

    [GeneratedRegex(" (Path: .* \\| )?LineNumber: .*$", RegexOptions.Singleline)]
    private static partial Regex Place();

    [GeneratedRegex("\\.(?<plain>[^.\\[]+)|\\['(?<quoted>.*?)'\\]|\\[(?<plain>\\d+)\\]")]
    private static partial Regex Step();
}
