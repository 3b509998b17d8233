using KeepaliveConsole.Data.Revisions;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Web.Operations;
using KeepaliveConsole.Web.Tests.Fakes;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace KeepaliveConsole.Web.Tests.Pages;

/// <summary>A circuit for the pages about VRRP: besides the rest a definition in which l2 stands by with priority 150.</summary>
public abstract class VrrpPageTest : PageTest
{
    protected VrrpPageTest()
    {
        Services.AddSingleton<IVrrpOperations>(Vrrp);
        Services.AddSingleton<IDefinitionStore>(Definitions);
        ClusterDefinition one = FakeStatus.Cluster();
        VrrpInstanceDefinition web = one.VrrpInstances[0];
        var second = new VrrpParticipantDefinition { Node = "l2", Interface = "eth0", Priority = new VrrpPriority(150) };
        Definitions.Current = one with { VrrpInstances = [web with { Participants = [web.Participants[0], second] }] };
    }

    protected FakeVrrpOperations Vrrp { get; } = new();

    protected FakeStoredDefinition Definitions { get; } = new();

    protected NavigationManager Navigation => Services.GetRequiredService<NavigationManager>();
}
