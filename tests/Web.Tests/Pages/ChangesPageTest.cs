using KeepaliveConsole.Data.Revisions;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Web.Features.Changes;
using KeepaliveConsole.Web.Operations;
using KeepaliveConsole.Web.Tests.Fakes;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace KeepaliveConsole.Web.Tests.Pages;

/// <summary>A circuit with a store of definitions for the change workbench.</summary>
public abstract class ChangesPageTest : PageTest
{
    protected const string Service = FakeStatus.Service;

    protected ChangesPageTest()
    {
        Services.AddSingleton<IDefinitionStore>(Definitions);
        Services.AddSingleton<IDefinitionOperations>(Definitions);
        Services.AddSingleton(Drafts);
        Definitions.Commit(Definitions.Current with { TrackScripts = [new TrackScriptDefinition { Name = "chk", Command = "/usr/bin/true" }] });
    }

    protected FakeDefinitions Definitions { get; } = new();

    protected DraftStore Drafts { get; } = new();

    protected string Address => Services.GetRequiredService<NavigationManager>().ToBaseRelativePath(Services.GetRequiredService<NavigationManager>().Uri);

    protected IRenderedComponent<ChangesPage> Open(string query = "")
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo("changes" + query);
        return Render<ChangesPage>();
    }

    protected IRenderedComponent<EditPage> Edit(string kind, string? name = null, string more = "")
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo($"changes/edit?kind={kind}{(name is null ? "" : $"&name={Uri.EscapeDataString(name)}")}{more}");
        return Render<EditPage>();
    }

    /// <summary>Stages another weight of the script, begun on what is in force.</summary>
    protected void StageWeight(int weight)
    {
        EditableKind kind = EditableKind.Find("track-script")!;
        var mine = kind.Find(Definitions.Current, "chk")!;
        mine["weight"] = weight;
        Drafts.Stage("anna", new StagedChange("track-script", "chk", kind.Find(Definitions.Current, "chk"), kind.TagOf(Definitions.Current, "chk"), mine, Noon));
    }
}
