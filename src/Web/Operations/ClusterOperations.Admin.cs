using System.Security.Claims;
using KeepaliveConsole.Data;
using KeepaliveConsole.Data.Revisions;
using KeepaliveConsole.Engine;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Web.Auth;

namespace KeepaliveConsole.Web.Operations;

/// <content>What operators want of real servers: one revision, however many servers.</content>
internal sealed partial class ClusterOperations
{
    /// <inheritdoc />
    public async Task<OperationResult> SetAdminStateAsync(ClaimsPrincipal user, IReadOnlyCollection<RealServerName> servers, AdminWish wish, CancellationToken cancellationToken)
    {
        RealServerName[] wanted = [.. servers.Distinct()];
        string action = ActionOf(wish.State);
        string about = AboutOf(wanted);
        if (await permissions.DenyAsync(user, Roles.Operator, action, about, cancellationToken).ConfigureAwait(false) is { } denied) return denied;
        if (wanted.Length == 0) return new OperationResult(OperationStatus.Refused, $"No real server was named; name at least one.");
        if (wish.Until is not null && wish.State == AdminState.Enabled)
            return new OperationResult(OperationStatus.Refused, $"Only draining and maintenance can end by themselves; leave the time out.");
        // On one line, however it was typed.
        AdminWish said = wish with { Reason = string.IsNullOrWhiteSpace(wish.Reason) ? null : string.Join(' ', wish.Reason.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)) };
        return await OnStoreAsync(async () =>
        {
            RealServerName? missing = null;
            Actor actor = Actors.Of(user);
            var change = new DefinitionChange
            {
                Edit = current => AdminStates.Set(current, wanted, said, actor.Name, out missing),
                Actor = actor,
                Action = action,
                Object = about,
                // Each server is looked for in the audit trail by its own name.
                Parts = [.. wanted.Select(server => new ChangePart(server.ToString(), definition => AdminStates.Only(definition, server)))],
                Reason = said.Reason,
                AllowedInWindow = true,
            };
            OperationResult result = await SaveAsync(change, IsNow(wanted, said), IsAlready(wanted, said), cancellationToken).ConfigureAwait(false);
            return missing is null ? result : new OperationResult(OperationStatus.NotFound, IsMissing(missing, wanted.Length));
        }).ConfigureAwait(false);
    }

    private static string ActionOf(AdminState state) => state switch
    {
        AdminState.Drain => "drain",
        AdminState.Maintenance => "maintenance",
        _ => "enable",
    };

    // The number comes first: an entry about a refusal cuts a long list.
    private static string AboutOf(RealServerName[] servers) => servers.Length == 1
        ? servers[0].ToString()
        : $"{servers.Length} real servers: {string.Join(", ", servers.AsEnumerable())}";

    private static Sentence IsNow(RealServerName[] servers, AdminWish wish)
    {
        if (servers is [var one]) return $"{one.Server} of {one.Service} is now {Describe(wish, several: false)}.";
        return $"{servers.Length} real servers are now {Describe(wish, several: true)}.";
    }

    private static Sentence IsAlready(RealServerName[] servers, AdminWish wish)
    {
        if (servers is [var one]) return $"{one.Server} of {one.Service} already is {Describe(wish, several: false)}.";
        return $"All {servers.Length} real servers already are {Describe(wish, several: true)}.";
    }

    private static Sentence IsMissing(RealServerName missing, int asked)
    {
        if (asked == 1) return $"There is no real server {missing.Server} in the virtual service {missing.Service}.";
        return $"There is no real server {missing.Server} in the virtual service {missing.Service}, so none of the {asked} was changed; leave it out and try again.";
    }

    private static Sentence Describe(AdminWish wish, bool several) => wish.Until is { } until
        ? $"{Describe(wish.State, several)}, until {until.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC"
        : Describe(wish.State, several);

    private static Sentence Describe(AdminState state, bool several) => (state, several) switch
    {
        (AdminState.Drain, false) => $"drained: it takes no new connections",
        (AdminState.Drain, true) => $"drained: they take no new connections",
        (AdminState.Maintenance, false) => $"in maintenance: it is out of the table",
        (AdminState.Maintenance, true) => $"in maintenance: they are out of the table",
        _ => $"enabled",
    };
}
