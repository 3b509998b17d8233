using System.Globalization;
using KeepaliveConsole.Data;
using KeepaliveConsole.Data.Audit;
using KeepaliveConsole.Web.Operations;

namespace KeepaliveConsole.Web.Audit;

/// <summary>
/// Records what was refused for want of a right. The first of a minute of one actor at one door is an entry at once; the others of that minute
/// are counted and told in a second entry, so that nobody can fill the disk by asking again and again.
/// </summary>
internal sealed partial class DenialLog(IAuditTrail audit, TimeProvider time, ILogger<DenialLog> logger)
{
    /// <summary>How long refusals after the first are only counted: 1 minute.</summary>
    public static readonly TimeSpan Span = TimeSpan.FromMinutes(1);

    /// <summary>Actors and doors told apart at a time: 500. Those beyond are counted together.</summary>
    public const int MostTallies = 500;

    private readonly Lock _gate = new();
    private readonly Dictionary<(ActorKind Kind, string Name, string? Address, string Action, string Door), Tally> _tallies = [];
    private long _beyond;

    /// <summary>Records a refusal.</summary>
    /// <param name="actor">Who asked.</param>
    /// <param name="action">What for: <c>denied</c> at a route, <c>token-refused</c>, or the word of the operation.</param>
    /// <param name="door">What is refused alike: a route's pattern or an operation's object.</param>
    /// <param name="subject">What exactly was asked for.</param>
    /// <param name="reason">Why it was refused.</param>
    public Task RecordAsync(Actor actor, string action, string door, string subject, string reason)
    {
        DateTimeOffset now = time.GetUtcNow();
        AuditEntry? summary = null;
        lock (_gate)
        {
            var key = (actor.Kind, actor.Name, actor.Address, action, door);
            if (_tallies.TryGetValue(key, out Tally? tally))
            {
                if (now - tally.Since < Span)
                {
                    tally.More++;
                    return Task.CompletedTask;
                }

                summary = tally.Summary();
            }
            else if (_tallies.Count >= MostTallies)
            {
                _beyond++;
                return Task.CompletedTask;
            }

            _tallies[key] = new Tally(now, actor, action, door);
        }

        return WriteAsync(summary, new AuditEntry { Actor = actor, Action = action, Object = subject, Reason = reason, Succeeded = false });
    }

    /// <summary>Tells what was counted in minutes that are over.</summary>
    /// <param name="all">Also in those that are not: the console stops.</param>
    public Task SummariseAsync(bool all)
    {
        var entries = new List<AuditEntry?>();
        DateTimeOffset now = time.GetUtcNow();
        lock (_gate)
        {
            foreach ((var key, Tally tally) in _tallies)
            {
                if (!all && now - tally.Since < Span) continue;
                entries.Add(tally.Summary());
                _tallies.Remove(key);
            }

            if (_beyond > 0) entries.Add(Beyond(_beyond));
            _beyond = 0;
        }

        return WriteAsync([.. entries]);
    }

    private static AuditEntry Beyond(long count) => new()
    {
        Actor = new Actor(ActorKind.Anonymous, "many", null),
        Action = "denied",
        Object = "many",
        After = Count(count),
        Reason = string.Create(CultureInfo.InvariantCulture, $"{count} more requests were refused while {MostTallies} actors and routes were refused at the same time."),
        Succeeded = false,
        CorrelationId = "",
    };

    private static string Count(long count) => string.Create(CultureInfo.InvariantCulture, $"{{\"count\":{count}}}");

    // The request must not wait for its own end to be recorded, and a broken store must not turn a refusal into an error.
    private async Task WriteAsync(params AuditEntry?[] entries)
    {
        try
        {
            foreach (AuditEntry? entry in entries)
                if (entry is not null) await audit.RecordAsync(entry, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception error) when (StorageFailure.IsOne(error))
        {
            LogFailed(StorageFailure.Describe(error));
        }
    }

    [LoggerMessage(4212, LogLevel.Error, "A refusal could not be recorded. {Reason}")]
    private partial void LogFailed(string reason);

    private sealed class Tally(DateTimeOffset since, Actor actor, string action, string door)
    {
        public DateTimeOffset Since { get; } = since;

        /// <summary>Refusals after the first.</summary>
        public long More { get; set; }

        /// <summary>The second entry; null = there was only one refusal.</summary>
        public AuditEntry? Summary() => More == 0 ? null : new AuditEntry
        {
            Actor = actor,
            Action = action,
            Object = door,
            After = Count(More),
            Reason = string.Create(CultureInfo.InvariantCulture, $"The same was refused {More} more {(More == 1 ? "time" : "times")} in the minute from {Since.UtcDateTime:HH:mm:ss} UTC."),
            Succeeded = false,
            CorrelationId = "",
        };
    }
}
