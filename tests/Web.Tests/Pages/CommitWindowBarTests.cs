using System.Security.Claims;
using Bunit;
using KeepaliveConsole.Data;
using KeepaliveConsole.Data.Audit;
using KeepaliveConsole.Data.Revisions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Web.Components.Layout;
using KeepaliveConsole.Web.Components.Texts;
using KeepaliveConsole.Web.Operations;
using KeepaliveConsole.Web.Operations.Editing;
using KeepaliveConsole.Web.Operations.Windows;
using Microsoft.Extensions.DependencyInjection;

namespace KeepaliveConsole.Web.Tests.Pages;

/// <summary>The change that is still to be confirmed: shown to everybody, ended by administrators, and what became of it.</summary>
public sealed class CommitWindowBarTests : PageTest
{
    private readonly Trial _trial = new();

    public CommitWindowBarTests() => Services.AddSingleton<IDefinitionOperations>(_trial);

    [Theory]
    [InlineData(252, "04:12")]
    [InlineData(251.2, "04:12")]
    [InlineData(0.3, "00:01")]
    [InlineData(3700, "1:01:40")]
    [InlineData(0, null)]
    [InlineData(-5, null)]
    public void Left_IsRoundedUp(double seconds, string? expected) => Assert.Equal(expected, CommitWindowView.From(Window(), TimeSpan.FromSeconds(seconds), new ConsoleText()).Left);

    [Fact]
    public void Nothing_WhileNoChangeIsOnTrial() => Assert.Empty(Render<CommitWindowBar>().FindAll("section"));

    [Fact]
    public void Bar_CountsDown_WithGuardsAndButtons()
    {
        _trial.Open = (Window("two-masters", "servers-down:3"), TimeSpan.FromSeconds(252));
        IRenderedComponent<CommitWindowBar> bar = Render<CommitWindowBar>();
        bar.WaitForAssertion(() => Assert.Equal("04:12", bar.Find(".kc-window-left").TextContent));
        Assert.Equal("Unconfirmed change of revision 8 by bob", bar.Find("[role=status]").TextContent);
        Assert.Equal(["“new pool”", "Goes back at once when: a second master appears, or 3 more real servers are down"], bar.FindAll(".kc-window-more").Select(line => line.TextContent.Trim()));
        Assert.Equal(["Confirm", "Roll back now"], bar.FindAll(".kc-window-buttons > button").Select(button => button.TextContent));
        _trial.Open = (Window(), TimeSpan.FromSeconds(251));
        AdvanceUntil(() => Assert.Equal("04:11", bar.Find(".kc-window-left").TextContent));
    }

    [Theory]
    [InlineData("viewer")]
    [InlineData("operator")]
    public void Others_SeeIt_WithoutButtons(string role)
    {
        SignInAs(role);
        _trial.Open = (Window(), TimeSpan.FromMinutes(1));
        IRenderedComponent<CommitWindowBar> bar = Render<CommitWindowBar>();
        bar.WaitForAssertion(() => Assert.Equal("01:00", bar.Find(".kc-window-left").TextContent));
        Assert.Empty(bar.FindAll("button"));
        Assert.Contains("Confirming needs the role admin.", bar.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Confirm_SaysHowItEnded()
    {
        _trial.Open = (Window(), TimeSpan.FromMinutes(1));
        IRenderedComponent<CommitWindowBar> bar = Render<CommitWindowBar>();
        bar.WaitForAssertion(() => Assert.NotEmpty(bar.FindAll(".kc-button-primary")));
        History.Records.Add(Ended("window-confirm", ActorKind.User, "anna", null, 8));
        Engine.Publish(Transition(VrrpState.Backup, VrrpState.Master, TransitionCause.MasterSilent), status => status with { AppliedRevision = 8 });
        await bar.Find(".kc-button-primary").ClickAsync(new());
        Assert.Equal(["confirm anna"], _trial.Asked);
        bar.WaitForAssertion(() => Assert.Equal("Revision 8 was confirmed by anna and stays.", bar.Find(".kc-window-text").TextContent.Trim()));
        Assert.Equal("revision 8", Assert.Single(History.Queries).Object);
        await bar.Find("button").ClickAsync(new());
        Assert.Empty(bar.FindAll("section"));
    }

    [Fact]
    public async Task Refusal_IsShown_AndTheBarStays()
    {
        _trial.Open = (Window(), TimeSpan.FromMinutes(1));
        _trial.Refusal = new OperationResult(OperationStatus.Unavailable, $"The database cannot be written.");
        IRenderedComponent<CommitWindowBar> bar = Render<CommitWindowBar>();
        bar.WaitForAssertion(() => Assert.NotEmpty(bar.FindAll(".kc-window-buttons > button")));
        await bar.FindAll(".kc-window-buttons > button")[1].ClickAsync(new());
        Assert.Equal("The database cannot be written.", bar.Find("[role=alert]").TextContent);
        Assert.Equal(["revert anna"], _trial.Asked);
        Assert.Equal("01:00", bar.Find(".kc-window-left").TextContent);
    }

    [Fact]
    public void EndWithoutAPerson_IsTold()
    {
        _trial.Open = (Window(), TimeSpan.FromSeconds(4));
        IRenderedComponent<CommitWindowBar> bar = Render<CommitWindowBar>();
        bar.WaitForAssertion(() => Assert.NotEmpty(bar.FindAll(".kc-window-left")));
        _trial.Open = null;
        History.Records.Add(Ended("window-rollback", ActorKind.Engine, "commit-confirm", "back from revision 8 to 7: nobody confirmed it in time", 9));
        AdvanceUntil(() => Assert.Equal("Revision 8 was taken back; in force is revision 9. back from revision 8 to 7: nobody confirmed it in time The engine does not show it yet.",
            string.Join(' ', bar.Find(".kc-window-text").TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))));
    }

    [Fact]
    public void StorageFailure_KeepsWhatWasSeen()
    {
        _trial.Open = (Window(), TimeSpan.FromSeconds(60));
        IRenderedComponent<CommitWindowBar> bar = Render<CommitWindowBar>();
        bar.WaitForAssertion(() => Assert.NotEmpty(bar.FindAll(".kc-window-left")));
        _trial.Failure = new StorageUnavailableException(default, "The disk is full.");
        AdvanceUntil(() => Assert.Equal("The disk is full.", bar.Find("[role=alert]").TextContent));
        Assert.NotEqual("01:00", bar.Find(".kc-window-left").TextContent);
    }

    private static CommitWindow Window(params string[] guards) =>
        new(8, 7, Noon, Noon.AddMinutes(5), new Actor(ActorKind.User, "bob", null), "new pool", new WindowTerms("l1", guards, [], [], []).Write());

    private static AuditRecord Ended(string action, ActorKind kind, string actor, string? reason, long revision) =>
        new(1, Noon, kind, actor, null, action, "revision 8", null, null, reason, revision, true);

    private sealed class Trial : IDefinitionOperations
    {
        public (CommitWindow Window, TimeSpan Left)? Open { get; set; }

        public OperationResult? Refusal { get; set; }

        public Exception? Failure { get; set; }

        public List<string> Asked { get; } = [];

        public Task<(CommitWindow Window, TimeSpan Left)?> FindWindowAsync(CancellationToken cancellationToken) =>
            Failure is null ? Task.FromResult(Open) : Task.FromException<(CommitWindow Window, TimeSpan Left)?>(Failure);

        public Task<DefinitionOutcome> ConfirmAsync(ClaimsPrincipal user, string? comment, CancellationToken cancellationToken) => End($"confirm {user.Identity?.Name}");

        public Task<DefinitionOutcome> RevertAsync(ClaimsPrincipal user, string? comment, CancellationToken cancellationToken) => End($"revert {user.Identity?.Name}");

        public Task<OperationResult?> RefuseAsync(ClaimsPrincipal user, string action, string about, CancellationToken cancellationToken) => Task.FromResult(Refusal);

        public Task<DefinitionOutcome> WriteAsync(ClaimsPrincipal user, DefinitionWrite write, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<DefinitionOutcome> RollBackAsync(ClaimsPrincipal user, long revision, Precondition seen, WriteWish wish, CancellationToken cancellationToken) => throw new NotSupportedException();

        private Task<DefinitionOutcome> End(string what)
        {
            Asked.Add(what);
            if (Refusal is { } refusal) return Task.FromResult(new DefinitionOutcome(refusal));
            Open = null;
            return Task.FromResult(new DefinitionOutcome(new OperationResult(OperationStatus.Done, $"done", 8)));
        }
    }
}
