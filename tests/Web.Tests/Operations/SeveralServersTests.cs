using System.Security.Claims;
using KeepaliveConsole.Data;
using KeepaliveConsole.Data.Audit;
using KeepaliveConsole.Data.Revisions;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Web.Auth;
using KeepaliveConsole.Web.Operations;
using KeepaliveConsole.Web.Tests.Api;
using KeepaliveConsole.Web.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;

namespace KeepaliveConsole.Web.Tests.Operations;

/// <summary>Several real servers are changed as one revision: all of them or none.</summary>
public sealed class SeveralServersTests : IAsyncLifetime, IDisposable
{
    private static readonly RealServerName s_first = new(FakeStatus.Service, "10.88.0.101:80");
    private static readonly RealServerName s_second = new(FakeStatus.Service, "10.88.0.102:80");

    private readonly ConsoleFactory _console = new();

    private IClusterOperations Operations => _console.Services.GetRequiredService<IClusterOperations>();

    private IDefinitionStore Store => _console.Services.GetRequiredService<IDefinitionStore>();

    public Task InitializeAsync() => _console.ReadyAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _console.Dispose();

    [Theory]
    [InlineData(AdminState.Drain, "drain", "2 real servers are now drained: they take no new connections.")]
    [InlineData(AdminState.Maintenance, "maintenance", "2 real servers are now in maintenance: they are out of the table.")]
    public async Task Several_AreOneRevision_WithAnAuditEntryEach(AdminState state, string action, string message)
    {
        // Named twice is asked for once.
        OperationResult result = await Operations.SetAdminStateAsync(Person(Roles.Operator), [s_first, s_second, s_first], new AdminWish(state, " new\ndisks "), default);

        Assert.Equal((OperationStatus.Done, message, 2L), (result.Status, result.Message, result.Revision));
        RevisionSummary revision = (await Store.ListRevisionsAsync(10, default))[0];
        Assert.Equal((2L, action, "new disks", "anna"), (revision.Revision, revision.Action, revision.Comment, revision.Author));
        (ClusterDefinition applied, long number) = Assert.Single(_console.Engine.Applied);
        Assert.Equal(2, number);
        Assert.All(applied.VirtualServices[0].RealServers, server => Assert.Equal((state, "new disks", "anna"), (server.Admin, server.AdminReason, server.AdminOwner)));

        IReadOnlyList<AuditRecord> entries = await _console.AuditAsync(action);
        Assert.Equal([s_second.ToString(), s_first.ToString()], entries.Select(entry => entry.Object));
        Assert.All(entries, entry => Assert.Equal((true, "anna", "new disks", 2L), (entry.Succeeded, entry.Actor, entry.Reason, entry.Revision)));
        Assert.Contains("10.88.0.101", entries[1].After, StringComparison.Ordinal);
        Assert.DoesNotContain("10.88.0.102", entries[1].Before + entries[1].After, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_OfWhichOneAlreadyIsSo_RecordOnlyTheOther_AndAgainNothing()
    {
        ClaimsPrincipal person = Person(Roles.Operator);
        var until = new DateTimeOffset(2126, 1, 31, 11, 0, 0, TimeSpan.Zero);
        var wish = new AdminWish(AdminState.Drain, "disks", until);
        await Operations.SetAdminStateAsync(person, [s_first], wish, default);

        OperationResult both = await Operations.SetAdminStateAsync(person, [s_first, s_second], wish, default);
        OperationResult again = await Operations.SetAdminStateAsync(person, [s_first, s_second], wish, default);

        Assert.Equal((OperationStatus.Done, 3L), (both.Status, both.Revision));
        Assert.EndsWith("until 2126-01-31 11:00:00 UTC.", both.Message, StringComparison.Ordinal);
        Assert.Equal((OperationStatus.Unchanged, 3L), (again.Status, again.Revision));
        Assert.StartsWith("All 2 real servers already are drained", again.Message, StringComparison.Ordinal);
        Assert.Equal([(s_second.ToString(), 3L), (s_first.ToString(), 2L)], (await _console.AuditAsync("drain")).Select(entry => (entry.Object, entry.Revision!.Value)));
    }

    [Theory]
    [InlineData(FakeStatus.Service, "10.88.0.9:80")]
    [InlineData("nothing", "10.88.0.101:80")]
    public async Task Several_OfWhichOneIsNotThere_ChangeNothing(string service, string server)
    {
        OperationResult result = await Operations.SetAdminStateAsync(Person(Roles.Operator), [s_first, new(service, server), s_second], new AdminWish(AdminState.Drain), default);

        Assert.Equal(OperationStatus.NotFound, result.Status);
        Assert.Equal($"There is no real server {server} in the virtual service {service}, so none of the 3 was changed; leave it out and try again.", result.Message);
        Assert.Single(await Store.ListRevisionsAsync(10, default));
        Assert.Empty(_console.Engine.Applied);
        Assert.Empty(await _console.AuditAsync("drain"));
    }

    [Fact]
    public async Task Several_ByViewer_AreRefused_AndTheRefusalNamesThem()
    {
        OperationResult result = await Operations.SetAdminStateAsync(Person(Roles.Viewer), [s_first, s_second], new AdminWish(AdminState.Drain), default);

        Assert.Equal(OperationStatus.Forbidden, result.Status);
        Assert.Empty(_console.Engine.Applied);
        AuditRecord entry = Assert.Single(await _console.AuditAsync("drain"));
        Assert.Equal((false, $"2 real servers: {s_first}, {s_second}"), (entry.Succeeded, entry.Object));
    }

    [Fact]
    public async Task None_OrEnableUntil_IsRefused()
    {
        ClaimsPrincipal person = Person(Roles.Operator);
        Assert.Equal(OperationStatus.Refused, (await Operations.SetAdminStateAsync(person, [], new AdminWish(AdminState.Drain), default)).Status);
        Assert.Equal(OperationStatus.Refused, (await Operations.SetAdminStateAsync(person, [s_first, s_second], new AdminWish(AdminState.Enabled, null, DateTimeOffset.MaxValue), default)).Status);
        Assert.Empty(_console.Engine.Applied);
    }

    [Fact]
    public async Task Several_WhileOthersWrite_LoseNothing()
    {
        ClaimsPrincipal person = Person(Roles.Operator);
        DefinitionChange Adding(int number) => new()
        {
            Edit = current => current with { VirtualServices = [.. current.VirtualServices, Another(current.VirtualServices[0], number)] },
            Actor = Actor.Cli,
            Action = "put-cluster",
            Object = "cluster",
        };

        Task<OperationResult> both = Operations.SetAdminStateAsync(person, [s_first, s_second], new AdminWish(AdminState.Drain, "disks"), default);
        SaveOutcome[] others = await Task.WhenAll(Enumerable.Range(1, 6).Select(number => Store.SaveAsync(Adding(number), default)));

        Assert.Equal(OperationStatus.Done, (await both).Status);
        Assert.All(others, other => Assert.IsType<SaveOutcome.Saved>(other));
        StoredDefinition current = (await Store.FindCurrentAsync(default))!;
        Assert.Equal(8, current.Revision);
        Assert.Equal(7, current.Definition.VirtualServices.Count);
        Assert.All(current.Definition.VirtualServices[0].RealServers, server => Assert.Equal(AdminState.Drain, server.Admin));
    }

    private static VirtualServiceDefinition Another(VirtualServiceDefinition service, int number) => service with
    {
        Name = $"other {number}",
        Key = service.Key with { Port = (ushort)(8000 + number) },
        RealServers = [service.RealServers[0] with { Admin = AdminState.Enabled, AdminReason = null, AdminOwner = null }],
    };

    private static ClaimsPrincipal Person(string role) => new(new ClaimsIdentity([new Claim(ClaimTypes.Name, "anna"), new Claim(ClaimTypes.Role, role)], "test"));
}
