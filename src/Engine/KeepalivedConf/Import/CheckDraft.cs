using System.Net;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.KeepalivedConf.Evaluation;
using KeepaliveConsole.Engine.KeepalivedConf.Syntax;

namespace KeepaliveConsole.Engine.KeepalivedConf.Import;

/// <summary>What a check takes from its real server, and that from its virtual server, where it says nothing itself.</summary>
internal class CheckSettings
{
    public int? Retries { get; set; }

    public TimeSpan? RetryDelay { get; set; }

    public TimeSpan? ConnectTimeout { get; set; }

    public TimeSpan? Interval { get; set; }

    public TimeSpan? Warmup { get; set; }

    public string? VirtualHost { get; set; }

    /// <summary>Adds the keywords that virtual server, real server and checks share.</summary>
    /// <param name="table">Gets them.</param>
    /// <param name="of">Where a draft keeps its settings.</param>
    /// <param name="fewestRetries">0 only inside a check, as in keepalived.</param>
    public static void AddTo<TDraft>(KeywordTable<TDraft> table, Func<TDraft, CheckSettings> of, int fewestRetries)
    {
        table.Add("retry", (draft, line, reader) => of(draft).Retries = (int?)reader.Integer(line, fewestRetries, int.MaxValue));
        table.Add("delay_before_retry", (draft, line, reader) => of(draft).RetryDelay = reader.Seconds(line, 0, 86400));
        table.Add("connect_timeout", (draft, line, reader) => of(draft).ConnectTimeout = reader.Seconds(line, 0.001m, 4294));
        table.Add("delay_loop", (draft, line, reader) => of(draft).Interval = reader.Seconds(line, 0.001m, 86400));
        table.Add("warmup", (draft, line, reader) => of(draft).Warmup = reader.Seconds(line, 0, 86400));
    }
}

/// <summary>A url of <c>HTTP_GET</c>.</summary>
internal sealed class UrlDraft(ConfPosition position)
{
    public ConfPosition Position { get; } = position;

    public ConfPosition? PathPosition { get; set; }

    public string? Path { get; set; }

    public string? VirtualHost { get; set; }

    public string? Digest { get; set; }

    public List<StatusCodeRange> StatusCodes { get; } = [];
}

/// <summary>A check in the making.</summary>
internal sealed class CheckDraft(bool isHttp, ConfPosition position) : CheckSettings
{
    public bool IsHttp { get; } = isHttp;

    public ConfPosition Position { get; } = position;

    public IPAddress? ConnectAddress { get; set; }

    public int? ConnectPort { get; set; }

    public List<UrlDraft> Urls { get; } = [];

    /// <summary>The finished check: its own word first, then the real server's, the virtual server's, keepalived's default.</summary>
    public CheckDefinition Complete(CheckSettings server, CheckSettings service, int? defaultPort)
    {
        CheckDefinition check = IsHttp
            ? new HttpCheckDefinition
            {
                VirtualHost = VirtualHost ?? server.VirtualHost ?? service.VirtualHost,
                Urls = Urls.Where(url => url.Path is not null).Select(Url).ToValueArray(),
            }
            : new TcpCheckDefinition();
        return check with
        {
            ConnectAddress = ConnectAddress,
            ConnectPort = ConnectPort ?? defaultPort,
            ConnectTimeout = ConnectTimeout ?? server.ConnectTimeout ?? service.ConnectTimeout ?? check.ConnectTimeout,
            Retries = Retries ?? server.Retries ?? service.Retries ?? check.Retries,
            RetryDelay = RetryDelay ?? server.RetryDelay ?? service.RetryDelay ?? check.RetryDelay,
            Interval = Interval ?? server.Interval ?? service.Interval ?? check.Interval,
            Warmup = Warmup ?? server.Warmup ?? service.Warmup,
        };
    }

    private static HttpUrlDefinition Url(UrlDraft url) => new()
    {
        Path = url.Path!,
        VirtualHost = url.VirtualHost,
        Digest = url.Digest,
        StatusCodes = url.StatusCodes.ToValueArray(),
    };
}

/// <summary>The keywords of <c>TCP_CHECK</c> and <c>HTTP_GET</c>.</summary>
internal static class CheckBlock
{
    public static KeywordTable<CheckDraft> Tcp { get; } = Create();

    public static KeywordTable<CheckDraft> Http { get; } = CreateHttp();

    public static KeywordTable<UrlDraft> Url { get; } = new()
    {
        { "path", (draft, line, reader) =>
            {
                draft.PathPosition = line.Keyword.Position;
                draft.Path = reader.Text(line);
            }
        },
        { "digest", (draft, line, reader) => draft.Digest = reader.Text(line) },
        { "virtualhost", (draft, line, reader) => draft.VirtualHost = reader.Text(line) },
        { "status_code", ReadStatusCodes },
    };

    private static KeywordTable<CheckDraft> Create()
    {
        var table = new KeywordTable<CheckDraft>
        {
            { "connect_ip", (draft, line, reader) => draft.ConnectAddress = reader.Address(line) },
            { "connect_port", (draft, line, reader) => draft.ConnectPort = (int?)reader.Integer(line, 1, 65535) },
            { "nb_get_retry", ReadOldRetry },
        };
        CheckSettings.AddTo(table, draft => draft, fewestRetries: 0);
        return table;
    }

    private static KeywordTable<CheckDraft> CreateHttp()
    {
        KeywordTable<CheckDraft> table = Create();
        table.Add("virtualhost", (draft, line, reader) => draft.VirtualHost = reader.Text(line));
        table.AddBlock("url", (draft, block, reader) =>
        {
            reader.NoMore(block, 0);
            var url = new UrlDraft(block.Keyword.Position);
            Url.Apply(url, block.Children!, reader);
            if (url.PathPosition is null) reader.Error(url.Position, "url needs a path");
            draft.Urls.Add(url);
        });
        return table;
    }

    private static void ReadOldRetry(CheckDraft draft, ConfDirective line, ConfReader reader)
    {
        string where = draft.IsHttp ? "nb_get_retry is the old name of retry" : "keepalived knows nb_get_retry only in HTTP_GET and SSL_GET; here it is read as retry";
        reader.Findings.Note(line.Keyword.Position, where);
        draft.Retries = (int?)reader.Integer(line, 0, int.MaxValue);
    }

    private static void ReadStatusCodes(UrlDraft draft, ConfDirective line, ConfReader reader)
    {
        if (reader.Word(line) is null) return;
        foreach (ConfWord word in line.Arguments)
        {
            string[] ends = word.Text.Split('-', 2);
            if (reader.Integer(word with { Text = ends[0] }, "status_code", 100, 999) is not { } first) continue;
            if (reader.Integer(word with { Text = ends[^1] }, "status_code", 100, 999) is not { } last) continue;
            if (last < first) reader.Error(word.Position, $"status_code {word.Text} ends before it starts");
            else draft.StatusCodes.Add(new StatusCodeRange((int)first, (int)last));
        }
    }
}
