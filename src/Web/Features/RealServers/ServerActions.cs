using System.Security.Claims;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Web.Components.Live;
using KeepaliveConsole.Web.Components.Parts;
using KeepaliveConsole.Web.Components.Texts;
using KeepaliveConsole.Web.Operations;
using Radzen;

namespace KeepaliveConsole.Web.Features.RealServers;

/// <summary>What a person asks of real servers on one page: asked for, confirmed where it takes something away, and pending until the picture shows it.</summary>
public sealed class ServerActions(IClusterOperations operations, DialogService dialogs, LiveStatus live, ConsoleText text, Action redraw) : IDisposable
{
    /// <summary>Stands in <see cref="Messages"/> for several servers that were asked for at once.</summary>
    public static readonly (string Service, string Server) Several = ("", "");

    private readonly Dictionary<(string Service, string Server), PendingAction> _pending = [];
    private readonly Dictionary<(string Service, string Server), string> _messages = [];
    private readonly CancellationTokenSource _gone = new();

    /// <summary>Who asks; set before anything is asked.</summary>
    public ClaimsPrincipal User { get; set; } = new();

    /// <summary>What was asked and is not shown by the picture yet.</summary>
    public IReadOnlyDictionary<(string Service, string Server), PendingAction> Pending => _pending;

    /// <summary>What the last action of each server came to, and that of <see cref="Several"/>.</summary>
    public IReadOnlyDictionary<(string Service, string Server), string> Messages => _messages;

    /// <summary>What a press for several servers waits for; null = none runs.</summary>
    public string? Progress { get; private set; }

    /// <summary>Cancelled when the page is gone.</summary>
    public CancellationToken Gone => _gone.Token;

    /// <summary>Asks for a state of one or several servers, all at once. False = nothing came of it: the person thought better of it, or it was refused.</summary>
    public async Task<bool> ChangeAsync(IReadOnlyCollection<(string Service, string Server)> servers, AdminState wanted)
    {
        ArgumentNullException.ThrowIfNull(servers);
        string? reason = null;
        if (wanted != AdminState.Enabled)
        {
            reason = await AskAsync(servers, wanted).ConfigureAwait(true);
            if (reason is null) return false;
        }
        if (servers.Count == 0 || _gone.IsCancellationRequested) return false;
        var wish = new AdminWish(wanted, string.IsNullOrEmpty(reason) ? null : reason);
        return await RunAsync(servers, PendingAction.Change(wanted, live.Now), () => operations.SetAdminStateAsync(User,
            [.. servers.Select(key => new RealServerName(key.Service, key.Server))], wish, Gone)).ConfigureAwait(true);
    }

    /// <summary>Runs the checks of a server now.</summary>
    /// <param name="key">The server.</param>
    /// <param name="lastProbeAt">Its last probe: a newer one is the effect.</param>
    public Task CheckAsync((string Service, string Server) key, DateTimeOffset? lastProbeAt) =>
        RunAsync([key], PendingAction.CheckNow(lastProbeAt, live.Now), () => operations.CheckNowAsync(User, key.Service, key.Server, Gone));

    /// <summary>Ends the established connections of a server now, after asking.</summary>
    /// <param name="key">The server.</param>
    /// <param name="connections">How many there are; null = not counted.</param>
    public async Task CutAsync((string Service, string Server) key, long? connections)
    {
        var impact = new Impact(key.Server, text["Ends the established connections of {0} now; their clients have to connect again.", key.Server], text["Cut"])
        {
            Services = [key.Service],
            Connections = connections,
        };
        string? reason = await ImpactDialog.AskAsync(dialogs, text["Cut the connections of {0}", key.Server], impact).ConfigureAwait(true);
        if (reason is null || _gone.IsCancellationRequested) return;
        try
        {
            _messages[key] = text.Of((await operations.CutAsync(User, key.Service, key.Server, reason.Length == 0 ? null : reason, Gone).ConfigureAwait(true)).Text);
        }
        catch (OperationCanceledException)
        {
            // The tab was closed.
        }
    }

    /// <summary>Takes a message away.</summary>
    public void Dismiss((string Service, string Server) key) => _messages.Remove(key);

    /// <summary>Takes all messages away.</summary>
    public void DismissAll() => _messages.Clear();

    /// <summary>What the picture shows is no longer pending; what it does not show in time is said.</summary>
    public void Settle()
    {
        if (_pending.Count == 0) return;
        foreach (VirtualServiceStatus service in live.Current.VirtualServices)
            foreach (RealServerStatus server in service.RealServers)
                if (_pending.TryGetValue((service.Name, server.Address), out PendingAction? action)) Settle((service.Name, server.Address), action, server);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        if (_gone.IsCancellationRequested) return;
        _gone.Cancel();
        _gone.Dispose();
    }

    private void Settle((string Service, string Server) key, PendingAction action, RealServerStatus server)
    {
        if (action.IsAccepted && action.ShowsIn(server))
        {
            _pending.Remove(key);
        }
        else if (action.IsOverdue(live.Now))
        {
            _pending.Remove(key);
            _messages[key] = text["{0} was accepted, but the engine has not shown it within {1:0} s. See the events and the service's log.",
                text[action.What], PendingAction.Patience.TotalSeconds];
        }
    }

    private Task<string?> AskAsync(IReadOnlyCollection<(string Service, string Server)> servers, AdminState wanted)
    {
        ServerImpact impact = ServerImpact.For(live.Current, servers.ToHashSet());
        bool drains = wanted == AdminState.Drain;
        string title, explanation;
        if (servers.Count == 1)
        {
            (string service, string server) = servers.First();
            title = drains ? text["Drain {0}", server] : text["Take {0} out for maintenance", server];
            explanation = drains
                ? text["{0} gets no new connections of {1}; established ones go on until they end.", server, service]
                : text["{0} leaves the table of {1} at once and stays out, also after a restart, until it is enabled.", server, service];
        }
        else
        {
            title = drains ? text["Drain {0} real servers", impact.Servers] : text["Take {0} real servers out for maintenance", impact.Servers];
            explanation = drains
                ? text["{0} real servers get no new connections; established ones go on until they end.", impact.Servers]
                : text["{0} real servers leave the table at once and stay out, also after a restart, until they are enabled.", impact.Servers];
        }
        return ImpactDialog.AskAsync(dialogs, title, impact.ToImpact(explanation, drains ? text["Drain"] : text["Take out"], text));
    }

    private async Task<bool> RunAsync(IReadOnlyCollection<(string Service, string Server)> keys, PendingAction action, Func<Task<OperationResult>> operation)
    {
        (string Service, string Server) about = keys.Count == 1 ? keys.First() : Several;
        foreach ((string Service, string Server) key in keys)
        {
            if (!_pending.ContainsKey(key)) continue;
            // The row of one says so itself.
            if (keys.Count > 1) _messages[Several] = text["{0} of {1} is still being changed or checked, so none of the {2} was changed; try again in a moment.", key.Server, key.Service, keys.Count];
            redraw();
            return false;
        }

        _messages.Remove(about);
        foreach ((string Service, string Server) key in keys)
        {
            _pending[key] = action;
            _messages.Remove(key);
        }
        if (keys.Count > 1) Progress = text["{0} real servers are being changed", keys.Count];
        redraw();
        OperationResult result;
        try
        {
            result = await operation().ConfigureAwait(true);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
        finally
        {
            if (keys.Count > 1) Progress = null;
        }
        _messages[about] = text.Of(result.Text);
        if (result.Status is OperationStatus.Done) action.Accept();
        else foreach ((string Service, string Server) key in keys) _pending.Remove(key);
        Settle();
        redraw();
        return result.Status is OperationStatus.Done or OperationStatus.Unchanged;
    }
}
