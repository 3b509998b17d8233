using KeepaliveConsole.Engine.Definitions;
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

    public bool? InitiallyDown { get; set; }

    public string? VirtualHost { get; set; }

    /// <summary>Adds the keywords that virtual server, real server and checks share.</summary>
    /// <param name="table">Gets them.</param>
    /// <param name="of">Where a draft keeps its settings.</param>
    /// <param name="fewestRetries">0 only inside a check, as in keepalived.</param>
    public static void AddTo<TDraft>(KeywordTable<TDraft> table, Func<TDraft, CheckSettings> of, int fewestRetries)
    {
        table.Add("retry", (draft, line, reader) => of(draft).Retries = (int?)reader.Integer(line, fewestRetries, int.MaxValue));
        table.Add("delay_before_retry", (draft, line, reader) => of(draft).RetryDelay = reader.Seconds(line, 0, 86400));
        table.Add("delay_loop", (draft, line, reader) => of(draft).Interval = reader.Seconds(line, 0.001m, 86400));
        table.Add("warmup", (draft, line, reader) => of(draft).Warmup = reader.Seconds(line, 0, 86400));
        table.Add("alpha", (draft, line, reader) => of(draft).InitiallyDown = reader.Flag(line));
    }

    /// <summary>Adds <c>connect_timeout</c>, which checks that connect to nothing do not have.</summary>
    public static void AddConnectTimeoutTo<TDraft>(KeywordTable<TDraft> table, Func<TDraft, CheckSettings> of) =>
        table.Add("connect_timeout", (draft, line, reader) => of(draft).ConnectTimeout = reader.Seconds(line, 0.001m, 4294));
}

/// <summary>A check in the making.</summary>
/// <param name="definition">What it is so far: its kind, and what is its own.</param>
/// <param name="position">Where it stands.</param>
internal sealed class CheckDraft(CheckDefinition definition, ConfPosition position) : CheckSettings
{
    public CheckDefinition Definition { get; set; } = definition;

    public ConfPosition Position { get; } = position;

    public bool? LogAllFailures { get; set; }

    public List<UrlDraft> Urls { get; } = [];

    /// <summary>The hosts of <c>SMTP_CHECK</c> in its old form: each is a check of its own.</summary>
    public List<CheckDraft> Hosts { get; } = [];

    /// <summary>Changes what is this kind's own.</summary>
    public void Set<T>(Func<T, T> change)
        where T : CheckDefinition
        => Definition = change((T)Definition);

    /// <summary>Takes over what <paramref name="outer"/> says where this one says nothing.</summary>
    public void InheritFrom(CheckDraft outer)
    {
        Retries ??= outer.Retries;
        RetryDelay ??= outer.RetryDelay;
        ConnectTimeout ??= outer.ConnectTimeout;
        Interval ??= outer.Interval;
        Warmup ??= outer.Warmup;
        InitiallyDown ??= outer.InitiallyDown;
        LogAllFailures ??= outer.LogAllFailures;
        Definition = Definition with
        {
            ConnectAddress = Definition.ConnectAddress ?? outer.Definition.ConnectAddress,
            ConnectPort = Definition.ConnectPort ?? outer.Definition.ConnectPort,
            BindAddress = Definition.BindAddress ?? outer.Definition.BindAddress,
            BindPort = Definition.BindPort ?? outer.Definition.BindPort,
            BindInterface = Definition.BindInterface ?? outer.Definition.BindInterface,
            FirewallMark = Definition.FirewallMark ?? outer.Definition.FirewallMark,
        };
        if (outer.Definition is SmtpCheckDefinition smtp) Set<SmtpCheckDefinition>(own => own with { HeloName = smtp.HeloName });
    }
}

/// <summary>A url of <c>HTTP_GET</c> or <c>SSL_GET</c>.</summary>
internal sealed class UrlDraft(ConfPosition position)
{
    public ConfPosition Position { get; } = position;

    public string? Path { get; set; }

    public bool HasPath { get; set; }

    public string? VirtualHost { get; set; }

    public string? Digest { get; set; }

    public List<StatusCodeRange> StatusCodes { get; } = [];

    public string? Expression { get; set; }

    public bool MustNotMatch { get; set; }

    public List<string> Options { get; } = [];

    public int MinimumOffset { get; set; }

    public int? MaximumOffset { get; set; }

    public bool SendCloseNotify { get; set; }

    public HttpUrlDefinition Complete() => new()
    {
        Path = Path!,
        VirtualHost = VirtualHost,
        Digest = Digest,
        StatusCodes = StatusCodes.ToValueArray(),
        Pattern = Expression is null ? null : new BodyPatternDefinition
        {
            Expression = Expression,
            MustNotMatch = MustNotMatch,
            Options = Options.ToValueArray(),
            MinimumOffset = MinimumOffset,
            MaximumOffset = MaximumOffset,
        },
    };
}
