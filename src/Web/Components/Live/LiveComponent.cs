using Microsoft.AspNetCore.Components;

namespace KeepaliveConsole.Web.Components.Live;

/// <summary>A component that renders again whenever <see cref="LiveStatus"/> wakes. Does nothing of the kind while prerendering.</summary>
public abstract class LiveComponent : ComponentBase, IDisposable
{
    private int _queued;
    private bool _disposed;

    /// <summary>What this tab sees of the engine.</summary>
    [Inject]
    protected LiveStatus Live { get; set; } = default!;

    /// <summary>Called on the circuit before each render that a wake causes.</summary>
    protected virtual Task OnWakeAsync() => Task.CompletedTask;

    /// <inheritdoc />
    protected override void OnAfterRender(bool firstRender)
    {
        if (!firstRender) return;
        Live.Changed += Wake;
        Live.Start();
        // The picture may have changed between the prerendered page and now.
        Wake();
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Ends the subscription.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (_disposed || !disposing) return;
        _disposed = true;
        Live.Changed -= Wake;
    }

    private void Wake()
    {
        // A busy circuit gets one render for all wakes that came meanwhile.
        if (Interlocked.Exchange(ref _queued, 1) == 0) _ = RenderAsync();
    }

    private async Task RenderAsync()
    {
        try
        {
            await InvokeAsync(async () =>
            {
                Volatile.Write(ref _queued, 0);
                if (_disposed) return;
                await OnWakeAsync();
                StateHasChanged();
            });
        }
        catch (ObjectDisposedException)
        {
            // The tab was closed between the wake and the render.
        }
#pragma warning disable CA1031 // Any failure belongs to this circuit: the error boundary shows it, the process goes on.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            await DispatchExceptionAsync(exception);
        }
    }
}
