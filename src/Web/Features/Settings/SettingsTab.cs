using System.Security.Claims;
using KeepaliveConsole.Web.Operations;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace KeepaliveConsole.Web.Features.Settings;

/// <summary>A tab that asks the service layer for something and says how what was pressed ended.</summary>
public abstract class SettingsTab : ComponentBase, IDisposable
{
    private readonly CancellationTokenSource _gone = new();

    [CascadingParameter]
    private Task<AuthenticationState>? Authentication { get; set; }

    /// <summary>Who looks.</summary>
    protected ClaimsPrincipal User { get; private set; } = new();

    /// <summary>Is something running? Buttons are disabled meanwhile.</summary>
    protected bool Busy { get; private set; }

    /// <summary>How the last operation ended; null = none was started yet, or it said nothing.</summary>
    protected OperationResult? Ended { get; private set; }

    /// <summary>Why nothing can be shown; null = it can, or it is not known yet.</summary>
    protected OperationResult? Refused { get; private set; }

    /// <summary>Ends what runs when the tab is left.</summary>
    protected CancellationToken Gone => _gone.Token;

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        if (Authentication is not null) User = (await Authentication).User;
        await ReloadAsync();
    }

    /// <summary>Reads what is shown and says whether that was possible.</summary>
    protected abstract Task<OperationResult> LoadAsync();

    /// <summary>Reads what is shown again.</summary>
    protected async Task ReloadAsync()
    {
        OperationResult result = await LoadAsync();
        Refused = result.Status == OperationStatus.Done ? null : result;
    }

    /// <summary>Runs something that changes, one at a time, then reads again.</summary>
    /// <param name="operation">What to run.</param>
    /// <returns>Did it work?</returns>
    protected async Task<bool> RunAsync(Func<Task<OperationResult>> operation)
    {
        ArgumentNullException.ThrowIfNull(operation);
        if (Busy) return false;
        Busy = true;
        Ended = null;
        StateHasChanged();
        try
        {
            Ended = await operation();
            await ReloadAsync();
            return Ended.Status is OperationStatus.Done or OperationStatus.Unchanged;
        }
        catch (OperationCanceledException) when (_gone.IsCancellationRequested)
        {
            return false;
        }
        finally
        {
            Busy = false;
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Ends what runs.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (!disposing || _gone.IsCancellationRequested) return;
        _gone.Cancel();
        _gone.Dispose();
    }
}
