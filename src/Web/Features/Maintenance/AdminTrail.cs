using KeepaliveConsole.Data.Audit;

namespace KeepaliveConsole.Web.Features.Maintenance;

/// <summary>Who asked for it, when and why.</summary>
/// <param name="Actor">Name of the person or token.</param>
/// <param name="At">When, UTC.</param>
/// <param name="Reason">Why; null = not said.</param>
public sealed record AdminAsked(string Actor, DateTimeOffset At, string? Reason);

/// <summary>The newest audit rows of the actions that take something out, for who, since when and why.</summary>
public sealed class AdminTrail
{
    /// <summary>Rows looked at for each action: 100.</summary>
    public const int Rows = 100;

    private static readonly string[] s_actions = ["drain", "maintenance", "release", "yield"];

    private readonly Dictionary<(string Action, string Object), AdminAsked> _newest = [];

    /// <summary>A trail that knows nothing.</summary>
    public static AdminTrail Empty { get; } = new();

    /// <summary>Reads the trail.</summary>
    public static async Task<AdminTrail> ReadAsync(IAuditTrail audit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(audit);
        var trail = new AdminTrail();
        foreach (string action in s_actions)
        {
            var page = await audit.QueryAsync(new AuditQuery { Action = action, Succeeded = true, Limit = Rows }, cancellationToken).ConfigureAwait(false);
            foreach (AuditRecord record in page.Items)
                if (record.Action == action) trail._newest.TryAdd((action, record.Object), new AdminAsked(record.Actor, record.At, record.Reason));
        }

        return trail;
    }

    /// <summary>The newest of that action about that object; null = there is none among the newest <see cref="Rows"/>.</summary>
    public AdminAsked? Find(string action, string about) => _newest.GetValueOrDefault((action, about));
}
