using KeepaliveConsole.Data;
using KeepaliveConsole.Data.Revisions;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Web.Operations;
using KeepaliveConsole.Web.Operations.Windows;
using KeepaliveConsole.Web.Tests.Api;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace KeepaliveConsole.Web.Tests.Operations;

public sealed class RevisionFollowerTests
{
    [Fact]
    public async Task RevisionFromOutside_ComesIntoForce_Once()
    {
        await using ConsoleFactory console = await new ConsoleFactory().ReadyAsync();
        var store = console.Services.GetRequiredService<IDefinitionStore>();
        var applier = console.Services.GetRequiredService<DefinitionApplier>();
        using var follower = new RevisionFollower(store, applier, console.Services.GetRequiredService<CommitWindowKeeper>(), TimeProvider.System, NullLogger<RevisionFollower>.Instance);

        await follower.LookAsync(CancellationToken.None);
        await follower.LookAsync(CancellationToken.None);
        Assert.Equal(1, Assert.Single(console.Engine.Applied).Revision);

        await store.SaveAsync(new DefinitionChange
        {
            Edit = current => current with { Nodes = [new NodeDefinition { Name = "l1" }, new NodeDefinition { Name = "l9" }] },
            Actor = Actor.Cli,
            Action = "import",
            Object = "node l9",
        }, CancellationToken.None);
        await follower.LookAsync(CancellationToken.None);
        Assert.Equal([1, 2], console.Engine.Applied.Select(each => each.Revision));
    }
}
