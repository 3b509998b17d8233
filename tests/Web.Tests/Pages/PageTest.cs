using System.Diagnostics;
using Bunit;
using Bunit.TestDoubles;
using KeepaliveConsole.Data.Audit;
using KeepaliveConsole.Data.History;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Hosting;
using KeepaliveConsole.Web.Components.Live;
using KeepaliveConsole.Web.Components.Texts;
using KeepaliveConsole.Web.Operations;
using KeepaliveConsole.Web.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;
using Radzen;

namespace KeepaliveConsole.Web.Tests.Pages;

/// <summary>A circuit for one page: a fake engine, fake stores, a clock that stands at noon, and somebody signed in.</summary>
public abstract class PageTest : BunitContext
{
    protected PageTest()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddRadzenComponents();
        Services.AddSingleton<TimeProvider>(Time);
        Services.AddSingleton<IEngineStatusFeed>(Engine);
        Services.AddSingleton<IClusterOperations>(Operations);
        Services.AddSingleton<IPermissions>(Permissions);
        Services.AddSingleton<IAuditTrail>(History);
        Services.AddSingleton<ITransitionHistory>(History);
        Services.AddScoped<LiveStatus>();
        Services.AddScoped<ViewerClock>();
        Services.AddScoped<ConsoleText>();
        SignedIn = AddAuthorization();
        SignInAs("admin");
    }

    protected static DateTimeOffset Noon => FakeStatus.Noon;

    protected ManualTime Time { get; } = new(FakeStatus.Noon);

    protected FakeEngine Engine { get; } = new(FakeStatus.Healthy());

    protected FakeOperations Operations { get; } = new();

    protected FakePermissions Permissions { get; } = new();

    protected FakeHistory History { get; } = new();

    protected BunitAuthorizationContext SignedIn { get; }

    protected void SignInAs(string role)
    {
        SignedIn.SetAuthorized("anna");
        SignedIn.SetRoles(role);
    }

    /// <summary>Publishes an event and returns once this circuit has it; the page is drawn a moment later.</summary>
    protected void Publish(EngineEvent happened, Func<EngineStatus, EngineStatus>? change = null)
    {
        var live = Services.GetRequiredService<LiveStatus>();
        long before = live.EventCount;
        Engine.Publish(happened, change);
        Assert.True(SpinWait.SpinUntil(() => live.EventCount > before, TimeSpan.FromSeconds(5)), "The circuit did not get the event within 5 s.");
    }

    /// <summary>
    /// Moves the clock by one pause between renders at a time until <paramref name="assertion"/> holds: the stream runs on another
    /// thread, so a wake may be asked for just after the clock was moved. Gives up after 5 s of real time.
    /// </summary>
    protected void AdvanceUntil(Action assertion)
    {
        var real = Stopwatch.StartNew();
        while (true)
        {
            Time.Advance(LiveStatus.ShortestPause);
            try
            {
                assertion();
                return;
            }
#pragma warning disable CA1031 // Whatever fails is tried again until the time is up.
            catch (Exception) when (real.Elapsed < TimeSpan.FromSeconds(5))
#pragma warning restore CA1031
            {
                Thread.Yield();
            }
        }
    }

    /// <summary>A transition of VI_WEB on this node.</summary>
    protected static VrrpTransitioned Transition(VrrpState from, VrrpState to, TransitionCause cause) =>
        new(new VrrpTransition { Instance = "VI_WEB", From = from, To = to, Cause = cause, OwnPriority = 200 });
}
