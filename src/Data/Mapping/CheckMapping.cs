using System.Diagnostics;
using KeepaliveConsole.Data.Entities;
using KeepaliveConsole.Engine.Definitions;
using static KeepaliveConsole.Data.Mapping.OrderedLists;

namespace KeepaliveConsole.Data.Mapping;

/// <summary>Checks of every kind ↔ rows of one table.</summary>
internal static class CheckMapping
{
    public static CheckRow ToRow(CheckDefinition check)
    {
        CheckRow row = check switch
        {
            TcpCheckDefinition => new CheckRow { Kind = CheckKind.Tcp },
            HttpCheckDefinition http => new CheckRow { Kind = CheckKind.Http, VirtualHost = http.VirtualHost, Urls = RowsOf(http.Urls, ToRow) },
            _ => throw new UnreachableException($"A check of kind {check.GetType().Name} has no row."),
        };
        row.ConnectAddress = check.ConnectAddress;
        row.ConnectPort = check.ConnectPort;
        row.ConnectTimeout = check.ConnectTimeout;
        row.Retries = check.Retries;
        row.RetryDelay = check.RetryDelay;
        row.Interval = check.Interval;
        row.Warmup = check.Warmup;
        return row;
    }

    public static CheckDefinition ToItem(CheckRow row)
    {
        CheckDefinition check = row.Kind switch
        {
            CheckKind.Tcp => new TcpCheckDefinition(),
            CheckKind.Http => new HttpCheckDefinition { VirtualHost = row.VirtualHost, Urls = ItemsOf(row.Urls, ToItem) },
            _ => throw new UnreachableException($"A row of kind {row.Kind} has no check."),
        };
        return check with
        {
            ConnectAddress = row.ConnectAddress,
            ConnectPort = row.ConnectPort,
            ConnectTimeout = row.ConnectTimeout,
            Retries = row.Retries,
            RetryDelay = row.RetryDelay,
            Interval = row.Interval,
            Warmup = row.Warmup,
        };
    }

    private static HttpUrlRow ToRow(HttpUrlDefinition url) => new()
    {
        Path = url.Path,
        VirtualHost = url.VirtualHost,
        ExpectedBody = url.ExpectedBody,
        Digest = url.Digest,
        StatusCodes = RowsOf(url.StatusCodes, range => new StatusCodeRow { First = range.First, Last = range.Last }),
    };

    private static HttpUrlDefinition ToItem(HttpUrlRow row) => new()
    {
        Path = row.Path,
        VirtualHost = row.VirtualHost,
        ExpectedBody = row.ExpectedBody,
        Digest = row.Digest,
        StatusCodes = ItemsOf(row.StatusCodes, range => new StatusCodeRange(range.First, range.Last)),
    };
}
