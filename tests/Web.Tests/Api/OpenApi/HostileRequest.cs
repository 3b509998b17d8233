using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace KeepaliveConsole.Web.Tests.Api.OpenApi;

/// <summary>A request with one thing wrong.</summary>
/// <param name="What">What is wrong, for the message of a failed test.</param>
/// <param name="Request">The request.</param>
/// <param name="Statuses">What it may be answered; empty = anything below 500.</param>
/// <param name="Pointer">What the problem must point to when the answer is 400; null = need not point.</param>
/// <param name="AnyPointer">A 400 must point somewhere.</param>
internal sealed record HostileRequest(string What, HttpRequestMessage Request, int[] Statuses, string? Pointer = null, bool AnyPointer = false);

/// <summary>Makes requests with one thing wrong from the description of the interface. The same seed gives the same requests.</summary>
internal sealed class HostileRequests(JsonObject document, IReadOnlyDictionary<string, string> tokens, int seed)
{
    private const int TooLong = 9 * 1024 * 1024;

    // As they stand in an address: control characters, broken UTF-8, halves of characters, other folders, SQL, templates, huge numbers, bidirectional text.
    private static readonly string[] s_rawTexts =
    [
        "%00", "a%00b", "%0d%0aSet-Cookie:%20x=1", "%ff%fe", "%ED%A0%80", "..%2F..%2F..%2Fetc%2Fpasswd", "%2e%2e%2f%2e%2e%2f", "'%20OR%201=1--", "%22;DROP%20TABLE%20AuditRows;--",
        "%7B%7B7*7%7D%7D", "%3Cscript%3Ealert(1)%3C/script%3E", "99999999999999999999999999", "-1", "1e400", "NaN", "%E2%80%AEtxt", "%F0%9F%92%A9", "%u0000", "%25%2500", "true", "null", "%5B%5D",
        new string('a', 3000), "%20", "%09", "%7f", "%C2%85", "1%2C2", "0x10",
    ];

    private static readonly string[] s_strings =
    [
        "\0", "a\0b", "\ud800", "\udfff\ud800", "../../../etc/passwd", "'; DROP TABLE AuditRows; --", "\" OR \"\"=\"", "\u202etxt", "💩", "\r\nX: y", "%s%n", "${jndi:ldap://x}", " ", "", "\u001b[31m",
        "<script>alert(1)</script>", "-1", "1e400",
    ];

    private readonly Random _random = new(seed);
    private readonly IReadOnlyList<DescribedOperation> _operations = [.. DescribedOperation.All(document).Where(each => each.Path.StartsWith("/api/", StringComparison.Ordinal))];
    private readonly byte[] _tooLong = new byte[TooLong];

    /// <summary>The operations that are tried.</summary>
    public IReadOnlyList<DescribedOperation> Operations => _operations;

    /// <summary>The next request, for the operation whose turn it is.</summary>
    public HostileRequest Next(int number)
    {
        DescribedOperation operation = _operations[number % _operations.Count];
        int kind = number / _operations.Count % 12;
        return kind switch
        {
            0 or 1 or 2 => Parameter(operation),
            3 => Nobody(operation),
            4 => Lesser(operation),
            5 when operation.Body is not null => Media(operation),
            6 when number % (_operations.Count * 36) < _operations.Count * 12 && operation.Body is not null => Oversized(operation),
            7 => Header(operation),
            _ when operation.Body is not null => Body(operation),
            _ => Parameter(operation),
        };
    }

    private static HttpRequestMessage New(DescribedOperation operation, string address)
    {
        var request = new HttpRequestMessage(new HttpMethod(operation.Method), new Uri("http://localhost" + address));
        operation.AddHeaders(request);
        if (operation.Body is { } body) SetBody(request, body.Example is JsonValue value && value.TryGetValue(out string? text) ? text : body.Example?.ToJsonString() ?? "", body.Media);
        return request;
    }

    private static void SetBody(HttpRequestMessage request, string body, string? media) => SetBody(request, Encoding.UTF8.GetBytes(body), media);

    private static void SetBody(HttpRequestMessage request, byte[] body, string? media)
    {
        request.Content = new ByteArrayContent(body);
        if (media is not null) request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(media);
    }

    private T Any<T>(IReadOnlyList<T> items) => items[_random.Next(items.Count)];

    private HttpRequestMessage Admin(HttpRequestMessage request)
    {
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + tokens["admin"]);
        return request;
    }

    private HostileRequest Parameter(DescribedOperation operation)
    {
        JsonObject[] parameters = [.. operation.Parameters.Where(each => (string?)each["in"] is "path" or "query")];
        string raw = Any(s_rawTexts);
        // A zero byte in a path never reaches the console: the server itself refuses the line, and the test's client does not send it.
        if (parameters.Any(each => (string?)each["in"] == "path")) raw = raw.Replace("%00", "%01", StringComparison.Ordinal);
        if (parameters.Length == 0) return new($"?unknown={raw}", Admin(New(operation, operation.Address() + "?unknown=" + raw)), []);
        JsonObject parameter = Any(parameters);
        string name = (string)parameter["name"]!;
        bool isPath = (string?)parameter["in"] == "path";
        string[] types = parameter["schema"]!["type"] is JsonArray several ? [.. several.Select(each => (string)each!)] : [(string?)parameter["schema"]!["type"] ?? "any"];
        bool isTime = (string?)parameter["schema"]!["format"] == "date-time";
        if (!isPath && (isTime || types.Contains("integer") || types.Contains("boolean")))
        {
            string wrong = Any(["abc", "1e99", "99999999999999999999", "%00", "1%3BDROP", "2026-13-45", "0x1f", "%E2%85%A7"]);
            return new($"{name}={wrong}", Admin(New(operation, operation.Address(new Dictionary<string, string?> { [name] = wrong }))), [400], name, true);
        }

        if (!isPath && _random.Next(6) == 0 && (bool?)parameter["required"] == true)
            return new($"without {name}", Admin(New(operation, operation.Address(new Dictionary<string, string?> { [name] = null }))), [400], name, true);
        return new($"{name}={raw}", Admin(New(operation, operation.Address(new Dictionary<string, string?> { [name] = raw }))), []);
    }

    private HostileRequest Nobody(DescribedOperation operation)
    {
        HttpRequestMessage request = New(operation, operation.Address());
        string? header = Any<string?>([null, "Bearer " + tokens["expired"], "Bearer kc_unknown", "Bearer", "Bearer \t", "Basic YTpi", "Bearer " + new string('x', 5000), "bearer " + tokens["revoked"]]);
        if (header is not null) request.Headers.TryAddWithoutValidation("Authorization", header);
        return new("authorization " + header, request, [401]);
    }

    private HostileRequest Lesser(DescribedOperation operation)
    {
        string role = Any(["viewer", "operator"]);
        HttpRequestMessage request = New(operation, operation.Address());
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + tokens[role]);
        return new("as " + role, request, []);
    }

    private HostileRequest Media(DescribedOperation operation)
    {
        HttpRequestMessage request = Admin(New(operation, operation.Address()));
        string media = Any(["text/xml", "application/x-www-form-urlencoded", "image/png", "multipart/form-data; boundary=x", "application/jsonp"]);
        request.Content!.Headers.ContentType = MediaTypeHeaderValue.Parse(media);
        return new(media, request, [400, 415]);
    }

    private HostileRequest Oversized(DescribedOperation operation)
    {
        HttpRequestMessage request = Admin(New(operation, operation.Address()));
        SetBody(request, _tooLong, operation.Body!.Value.Media);
        return new("a body of 9 MiB", request, [413]);
    }

    private HostileRequest Header(DescribedOperation operation)
    {
        HttpRequestMessage request = Admin(New(operation, operation.Address()));
        string name = Any(["If-Match", "If-None-Match", "Idempotency-Key", "Last-Event-ID", "Accept", "Accept-Language", "X-Forwarded-For"]);
        string value = Any(["\"nope\"", "W/\"weak\"", "\"", "\"\"", "*", "é💩", new string('k', 4000), "\"a\", \"b\", \"c\"", "' OR 1=1", "-9223372036854775809", "99999999999999999999"]);
        request.Headers.Remove(name);
        request.Headers.TryAddWithoutValidation(name, value);
        return new($"{name}: {value}", request, []);
    }

    private HostileRequest Body(DescribedOperation operation)
    {
        (string media, JsonNode? example) = operation.Body!.Value;
        HttpRequestMessage request = Admin(New(operation, operation.Address()));
        if (!media.EndsWith("json", StringComparison.Ordinal) || example is not JsonObject members)
        {
            SetBody(request, Any(s_strings) + new string('{', _random.Next(2000)), media);
            return new("text", request, []);
        }

        (string what, string body, bool isFault) = _random.Next(10) switch
        {
            0 => ("not JSON", Any(["{", "[", "nul", "{\"a\":}", "{'a':1}", "{\"a\":1,}", "\u0001", "<a/>"]), true),
            1 => ("another root", Any(["[]", "42", "\"x\"", "true", "[[[[]]]]"]), true),
            2 => ("an unknown member", Added(members, "unknownMember", "1"), true),
            3 => ("deep", Added(members, "unknownMember", new string('[', 500) + new string(']', 500)), true),
            4 => ("a huge number", Replaced(members, Any(["1e400", "99999999999999999999999999999", "-1e308", "0.1e-400"])), false),
            5 => ("a hostile text", Replaced(members, Quoted(Any(s_strings))), false),
            6 => ("a long text", Replaced(members, $"\"{new string('x', 200_000)}\""), false),
            7 => ("another kind", Replaced(members, Any(["{}", "[]", "true", "7", "\"text\"", "[null]", "{\"a\":{}}"])), false),
            8 => ("a member left out", Removed(members), false),
            _ => ("a member twice", Twice(members), true),
        };
        SetBody(request, body, media);
        // A patch is read as it is; what it makes of the object is judged afterwards.
        bool isPatch = request.Method == HttpMethod.Patch && what == "an unknown member";
        return new($"{what}: {(body.Length > 120 ? body[..120] + "…" : body)}", request, isPatch ? [422] : isFault ? [400] : [], null, true);
    }

    private static string Added(JsonObject members, string name, string value)
    {
        string text = members.ToJsonString();
        return (members.Count == 0 ? "{" : text[..^1] + ",") + $"\"{name}\":{value}}}";
    }

    // Somewhere inside, not only at the top.
    private string Replaced(JsonObject members, string value)
    {
        const string mark = "\"@@here@@\"";
        var copy = (JsonObject)members.DeepClone();
        JsonObject place = copy;
        while (place.Count > 0)
        {
            string name = Any([.. place.Select(pair => pair.Key)]);
            JsonNode? inside = place[name] is JsonArray { Count: > 0 } items ? items[0] : place[name];
            if (inside is JsonObject deeper && deeper.Count > 0 && _random.Next(4) > 0)
            {
                place = deeper;
                continue;
            }

            place[name] = "@@here@@";
            break;
        }

        return copy.ToJsonString().Replace(mark, value, StringComparison.Ordinal);
    }

    private string Removed(JsonObject members)
    {
        var copy = (JsonObject)members.DeepClone();
        if (copy.Count > 0) copy.Remove(Any([.. copy.Select(pair => pair.Key)]));
        return copy.ToJsonString();
    }

    private string Twice(JsonObject members)
    {
        if (members.Count == 0) return "{\"a\":1,\"a\":2}";
        string name = Any([.. members.Select(pair => pair.Key)]);
        return Added(members, name, members[name]?.ToJsonString() ?? "null");
    }

    // Half characters cannot be encoded in UTF-8, but JSON can name them.
    private static string Quoted(string text) => "\"" + string.Concat(text.Select(each => each is '"' or '\\' || char.IsControl(each) || char.IsSurrogate(each) ? $"\\u{(int)each:x4}" : each.ToString())) + "\"";
}
