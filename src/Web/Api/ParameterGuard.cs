namespace KeepaliveConsole.Web.Api;

/// <summary>
/// Refuses names and parameters that no text of ours can hold: control characters and broken characters, which stores refuse and logs must not
/// repeat, and anything over <see cref="Longest"/>. Also a body that says it is longer than the longest definition.
/// </summary>
internal sealed class ParameterGuard : IEndpointFilter
{
    /// <summary>Longest name or parameter, in characters: 2048.</summary>
    public const int Longest = 2048;

    /// <inheritdoc />
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        HttpContext http = context.HttpContext;
        if (http.Request.ContentLength > ClusterEndpoints.LargestBody)
            return new(Problems.Answer(http, StatusCodes.Status413PayloadTooLarge, "too-large", $"The body is longer than {ClusterEndpoints.LargestBody} bytes."));
        return Fault(http.Request) is { } fault
            ? new(Problems.Answer(http, StatusCodes.Status400BadRequest, "bad-request", fault.Message, [fault]))
            : next(context);
    }

    private static ProblemEntry? Fault(HttpRequest request)
    {
        foreach ((string name, object? value) in request.RouteValues)
            if (value is string text && Fault(text) is { } why) return new ProblemEntry(name, "parameter.text", $"{name} {why}.");
        foreach ((string name, Microsoft.Extensions.Primitives.StringValues values) in request.Query)
        {
            if (Fault(name) is not null) return new ProblemEntry("", "parameter.text", "The name of a parameter holds control characters or is too long.");
            foreach (string? value in values)
                if (value is not null && Fault(value) is { } why) return new ProblemEntry(name, "parameter.text", $"{name} {why}.");
        }

        return null;
    }

    private static string? Fault(string text)
    {
        if (text.Length > Longest) return $"is longer than {Longest} characters";
        for (int i = 0; i < text.Length; i++)
        {
            if (char.IsControl(text[i])) return "holds a control character";
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1])) i++;
            else if (char.IsSurrogate(text[i])) return "holds half a character";
        }

        return null;
    }
}
