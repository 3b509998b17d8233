using System.Text.Json.Nodes;
using KeepaliveConsole.Data;

namespace KeepaliveConsole.Web.Api.OpenApi;

/// <summary>A parameter as readers of the description see it.</summary>
/// <param name="Text">What it is; null = nobody said yet.</param>
/// <param name="Example">A value that works with the example cluster; null = it is left out of calls.</param>
/// <param name="Least">Smallest number; null = any.</param>
/// <param name="Most">Largest number; null = any.</param>
/// <param name="Words">The only words it may be; null = any.</param>
internal sealed record ParameterText(string? Text, JsonNode? Example = null, long? Least = null, long? Most = null, string[]? Words = null);

/// <summary>What routes cannot say themselves: texts and examples by the names of parameters and members. The one place to add to.</summary>
internal static class ApiTexts
{
    /// <summary>Bodies whose example cannot be made up from the names of their members, by name of the type.</summary>
    public static IReadOnlyDictionary<string, string> Bodies { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["AdminRequest"] = """{"reason": "kernel update", "forMs": 3600000}""",
        ["ActionRequest"] = """{"reason": "kernel update"}""",
    };

    private static readonly Dictionary<string, ParameterText> s_parameters = new(StringComparer.Ordinal)
    {
        ["name"] = new("Name of the object.", "VI_WEB"),
        ["service"] = new("Name of the virtual service; a slash in it is written %2F.", ExampleCluster.Service),
        ["server"] = new("Endpoint of the real server, address:port.", "10.88.0.101:80"),
        ["revision"] = new("Number of the revision.", 1, 0),
        ["confirmWithinMs"] = new("The change is taken back unless it is confirmed within this time, milliseconds.", null, 5_000, 86_400_000),
        ["guards"] = new("What takes a change on trial back earlier: two-masters, quorum-lost, servers-down:3, connection-lost, separated by commas."),
        ["comment"] = new("Why, one line of at most 1000 characters; kept with the revision.", "second web server"),
        ["Change-Comment"] = new("As the parameter comment."),
        ["known"] = new("ID:HASH of an entry as it was noted elsewhere, to find out whether the chain was written anew."),
        ["object"] = new("Only about this object."),
        ["correlationId"] = new("Only of this request: the traceId of a problem."),
        ["succeeded"] = new("true: only what worked; false: only what was refused or failed."),
        ["format"] = new("csv or jsonl.", "csv", null, null, ["csv", "jsonl"]),
        ["secrets"] = new("true: passwords in the clear, for administrators; left out: masked."),
        ["id"] = new("Id of the object.", "1"),
        ["instance"] = new("Only about this VRRP instance.", "VI_WEB"),
        ["kind"] = new("Only events of these kinds, separated by commas, such as vrrpTransitioned,realServerStateChanged,commitWindowOpened,commitWindowClosed."),
        ["node"] = new("Name of the director; left out: this one.", "l1"),
        ["realServer"] = new("Endpoint of the real server, address:port.", "10.88.0.101:80"),
        ["limit"] = new($"Most entries of one answer; left out: {PageRequest.DefaultLimit}.", 50, 1, PageCursor.MaxLimit),
        ["cursor"] = new("Where the page before ended: its nextCursor. Left out: from the beginning."),
        ["from"] = new("Begin of the time asked for, RFC 3339, inclusive."),
        ["to"] = new("End of the time asked for, RFC 3339, exclusive."),
        ["step"] = new("Time between two points; left out: by the length of the time asked for.", null, null, null, ["raw", "minute", "hour", "day"]),
        ["actor"] = new("Only what this user or program did."),
        ["action"] = new("Only this action, such as put-cluster."),
        ["text"] = new("Only entries that contain this text, in any case."),
        ["dryRun"] = new("true: answer with the plan and change nothing.", true),
        ["lastEventId"] = new("As the header Last-Event-ID, for clients that cannot set headers."),
        ["Last-Event-ID"] = new("Id of the last event that was received; the stream goes on after it. Left out: only what comes from now on."),
        ["If-Match"] = new("ETag of what the change was made from, or * for whatever is there. 412 when it is stale; 428 without it where it must be said.", "*"),
        ["If-None-Match"] = new("ETag that the client has (then 304 when nothing changed); with a write, * = only if there is none yet."),
        ["Idempotency-Key"] = new("A word of the client's own, 1 to 255 characters: the same key again within a day gives the first answer again and changes nothing."),
    };

    private const string Conf = """
        vrrp_instance VI_WEB {
            interface eth0
            virtual_router_id 51
            priority 200
            virtual_ipaddress {
                10.88.0.100/24
            }
        }

        """;

    // Parameters that mean something else in one route.
    private static readonly Dictionary<(string Path, string Name), ParameterText> s_special = new()
    {
        [("/revisions/{revision}/diff", "to")] = new("The revision to compare with; left out: the one in force.", 1, 0),
        [("/audit", "revision")] = new("Only under this revision of the definition."),
        [("/audit/export", "revision")] = new("Only under this revision of the definition."),
    };

    // Path parameters whose example depends on where they stand.
    private static readonly Dictionary<string, string> s_names = new(StringComparer.Ordinal)
    {
        ["/virtual-services/{name}"] = ExampleCluster.Service,
        ["/nodes/{name}"] = "l1",
        ["/sync-groups/{name}"] = "VG_WEB",
        ["/track-scripts/{name}"] = "chk_nginx",
        ["/track-processes/{name}"] = "nginx",
        ["/track-files/{name}"] = "weight",
    };

    private static readonly Dictionary<string, JsonNode> s_members = new(StringComparer.Ordinal)
    {
        ["node"] = "l1",
        ["instance"] = "VI_WEB",
        ["service"] = ExampleCluster.Service,
        ["server"] = "10.88.0.101:80",
        ["realServer"] = "10.88.0.101:80",
        ["name"] = "VI_WEB",
        ["address"] = "10.88.0.101:80",
        ["interface"] = "eth0",
        ["virtualAddress"] = "10.88.0.100",
        ["peerAddress"] = "10.88.0.12",
        ["priority"] = 200,
        ["basePriority"] = 200,
        ["effectivePriority"] = 200,
        ["virtualRouterId"] = 51,
        ["advertisementIntervalMs"] = 1000,
        ["reason"] = "kernel update",
        ["comment"] = "second web server",
        ["actor"] = "alice",
        ["user"] = "alice",
        ["role"] = "viewer",
        ["password"] = "correct horse 7",
        ["scheduler"] = "wrr",
        ["forwardingMethod"] = "NAT",
        ["checkKind"] = "HTTP GET /healthCheck",
        ["loadBalancer"] = "ipvs",
        ["code"] = "rule",
        ["pointer"] = "/vrrpInstances/0/virtualRouterId",
        ["revision"] = 7,
        ["step"] = "minute",
        ["type"] = "vrrpTransitioned",
    };

    private static readonly string[] s_withTags = ["/nodes", "/vrrp-instances", "/sync-groups", "/track-scripts", "/track-processes", "/track-files", "/virtual-services"];

    /// <summary>What is known of a parameter.</summary>
    /// <param name="path">Of the route, below the base, with names in braces.</param>
    /// <param name="name">Of the parameter.</param>
    public static ParameterText Parameter(string path, string name)
    {
        ParameterText text = s_special.GetValueOrDefault((path, name)) ?? s_parameters.GetValueOrDefault(name) ?? new ParameterText(null);
        if (name != "name") return text;
        foreach ((string begin, string example) in s_names)
            if (path.StartsWith(begin, StringComparison.Ordinal)) return text with { Example = example };
        return text;
    }

    /// <summary>The example of a body that only its media type tells of; null = its type does. A merge patch without members changes nothing.</summary>
    public static JsonNode? MediaExample(string media) => media switch
    {
        "application/merge-patch+json" => new JsonObject(),
        "text/plain" => Conf,
        _ => null,
    };

    /// <summary>Is a write of this route carried out once per Idempotency-Key? Where a secret is shown once it is not.</summary>
    public static bool IsRepeatable(string path) => TagOf(path) != "Access";

    /// <summary>A value that a member of this name and JSON type may have; null = no special one.</summary>
    public static JsonNode? MemberExample(string member, string type)
    {
        if (!s_members.TryGetValue(member, out JsonNode? example)) return null;
        bool isText = example.GetValueKind() == System.Text.Json.JsonValueKind.String;
        return isText == (type == "string") && (isText || type is "integer" or "number") ? example.DeepClone() : null;
    }

    /// <summary>Group of a route in the page of routes: what its first segment names.</summary>
    public static string TagOf(string path) => path.Trim('/').Split('/')[0] switch
    {
        "status" or "split-brain" or "events" => "Live",
        "livez" or "readyz" or "healthz" or "metrics" => "Watching",
        "cluster" or "revisions" or "keepalived-conf" or "nodes" or "sync-groups" or "track-scripts" or "track-processes" or "track-files" => "Definition",
        "vrrp-instances" => "VRRP instances",
        "virtual-services" => "Virtual services",
        "transitions" or "probes" or "audit" => "History",
        "users" or "tokens" or "me" or "access" => "Access",
        string first => char.ToUpperInvariant(first[0]) + first[1..].Replace('-', ' '),
    };

    /// <summary>Does a write to this route say what it saw, by If-Match? Those of definitions do.</summary>
    public static bool NeedsMatch(string method, string path) => method is ("PUT" or "PATCH" or "DELETE") && TagOf(path) is "Definition" or "VRRP instances" or "Virtual services";

    /// <summary>Does the answer to a write carry the ETag of what it left?</summary>
    public static bool LeavesTag(string method, string path) => NeedsMatch(method, path) || path == "/revisions/{revision}/rollback" || (method == "POST" && path == "/keepalived-conf");

    /// <summary>Does a read of this route carry an ETag? Those of definitions and the status do.</summary>
    public static bool HasTag(string path) => path is "/status" or "/cluster" or "/revisions/{revision}"
        || s_withTags.Any(begin => path == begin || path == begin + "/{name}" || path == begin + "/{service}/real-servers" || path == begin + "/{service}/real-servers/{server}");

    /// <summary>What an error status means.</summary>
    public static string Meaning(int status) => status switch
    {
        400 => "The request cannot be read, or a parameter is out of range.",
        401 => "Nobody is signed in, or the token is unknown, expired or revoked.",
        403 => "The role does not allow it, or another site's page asks.",
        404 => "There is no such object.",
        409 => "Not in the present state; nothing was changed.",
        412 => "Someone else changed it meanwhile; nothing was changed.",
        413 => "The body is too long.",
        415 => "The body is of another media type.",
        422 => "A rule is broken; nothing was changed.",
        428 => "If-Match is missing.",
        429 => "Too many attempts.",
        503 => "The store cannot be read or written now; the engine goes on.",
        _ => "Any other error.",
    };
}
