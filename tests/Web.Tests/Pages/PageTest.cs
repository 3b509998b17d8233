using Bunit;
using Bunit.TestDoubles;
using KeepaliveConsole.Data.Audit;
using KeepaliveConsole.Data.History;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Hosting;
using KeepaliveConsole.Web.Components.Live;
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
        Services.AddSingleton<IAuditTrail>(History);
        Services.AddSingleton<ITransitionHistory>(History);
        Services.AddScoped<LiveStatus>();
        Services.AddScoped<ViewerClock>();
        SignedIn = AddAuthorization();
        SignInAs("admin");
    }

    protected static DateTimeOffset Noon => FakeStatus.Noon;

    protected ManualTime Time { get; } = new(FakeStatus.Noon);

    protected FakeEngine Engine { get; } = new(FakeStatus.Healthy());

    protected FakeOperations Operations { get; } = new();

    protected FakeHistory History { get; } = new();

    protected BunitAuthorizationContext SignedIn { get; }

    protected void SignInAs(string role)
    {
        SignedIn.SetAuthorized("anna");
        SignedIn.SetRoles(role);
    }

    /// <summary>A transition of VI_WEB on this node.</summary>
    protected static VrrpTransitioned Transition(VrrpState from, VrrpState to, TransitionCause cause) =>
        new(new VrrpTransition { Instance = "VI_WEB", From = from, To = to, Cause = cause, OwnPriority = 200 });
}
