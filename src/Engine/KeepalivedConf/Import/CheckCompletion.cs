using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.KeepalivedConf.Import;

/// <summary>A finished check: its own word first, then the real server's, the virtual server's, keepalived's default.</summary>
internal sealed class CheckCompletion(RealServerDraft server, ServiceDraft service, FileDraft file, ConfReader reader)
{
    public CheckDefinition Complete(CheckDraft draft, int? defaultPort)
    {
        CheckDefinition check = draft.Definition;
        bool connects = check is not (PingCheckDefinition or ScriptCheckDefinition or FileCheckDefinition);
        TimeSpan interval = draft.Interval ?? server.Interval ?? service.Interval ?? check.Interval;
        check = check with
        {
            ConnectPort = check.ConnectPort ?? (connects ? defaultPort : null),
            ConnectTimeout = draft.ConnectTimeout ?? server.ConnectTimeout ?? service.ConnectTimeout ?? check.ConnectTimeout,
            Retries = draft.Retries ?? server.Retries ?? service.Retries ?? check.Retries,

            // A DNS check waits a whole round before it tries again, unless told otherwise.
            RetryDelay = draft.RetryDelay ?? server.RetryDelay ?? service.RetryDelay ?? (check is DnsCheckDefinition ? interval : check.RetryDelay),
            Interval = interval,
            Warmup = draft.Warmup ?? server.Warmup ?? service.Warmup,
            InitiallyDown = check is not FileCheckDefinition && (draft.InitiallyDown ?? server.InitiallyDown ?? service.InitiallyDown ?? false),
            LogAllFailures = draft.LogAllFailures ?? (check is not FileCheckDefinition && file.Global.LogAllFailures),
        };
        return check switch
        {
            HttpCheckDefinition http => Http(draft, http),
            ScriptCheckDefinition script => Script(draft, script),
            FileCheckDefinition { TrackFile: "" } => Missing(draft, check, "track_file"),
            _ => check,
        };
    }

    private HttpCheckDefinition Http(CheckDraft draft, HttpCheckDefinition http)
    {
        UrlDraft[] urls = [.. draft.Urls.Where(url => url.Path is not null)];
        return http with
        {
            VirtualHost = draft.VirtualHost ?? server.VirtualHost ?? service.VirtualHost,
            Urls = urls.Select(url => url.Complete()).ToValueArray(),
            Tls = http.Tls is { } tls ? Tls(draft, tls, urls) : null,
        };
    }

    private TlsDefinition Tls(CheckDraft draft, TlsDefinition tls, UrlDraft[] urls)
    {
        if (Array.Find(urls, url => url.SendCloseNotify) is { } one && !tls.SendCloseNotify)
        {
            if (!Array.TrueForAll(urls, url => url.SendCloseNotify)) reader.Findings.Warning(one.Position, $"tls_compliant counts for the whole check here, so its other urls say goodbye, too");
            tls = tls with { SendCloseNotify = true };
        }

        tls = tls with { CertificateFile = file.Ssl.Certificate, KeyFile = file.Ssl.Certificate is null ? null : file.Ssl.Key };
        if (!tls.SendServerName || tls.ServerName is not null || draft.VirtualHost is not null || server.VirtualHost is null) return tls;
        reader.Findings.Warning(draft.Position, service.VirtualHost is null
            ? (Sentence)$"enable_sni does not use the real server's virtualhost, as with keepalived, so no name is sent; write sni_name"
            : $"enable_sni does not use the real server's virtualhost, as with keepalived, so {service.VirtualHost} is sent; write sni_name");
        return tls with { SendServerName = service.VirtualHost is not null, ServerName = service.VirtualHost };
    }

    private CheckDefinition Script(CheckDraft draft, ScriptCheckDefinition script)
    {
        if (script.Command.Length == 0) return Missing(draft, script, "misc_path");

        // keepalived takes the virtual server's delay_loop, not the check's own.
        TimeSpan otherwise = service.Interval ?? new TcpCheckDefinition().Interval;
        if (script.Timeout is not null || otherwise == script.Interval) return script;
        reader.Findings.Warning(draft.Position, $"without misc_timeout the program may run as long as the virtual server's delay_loop, {otherwise.TotalSeconds:0.###} s, as with keepalived; write misc_timeout");
        return script with { Timeout = otherwise };
    }

    private CheckDefinition Missing(CheckDraft draft, CheckDefinition check, string keyword)
    {
        reader.Error(draft.Position, $"{keyword} is missing; add it");
        return check;
    }
}
