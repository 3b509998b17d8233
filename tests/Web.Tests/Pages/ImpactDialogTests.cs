using Bunit;
using KeepaliveConsole.Web.Components.Parts;
using Microsoft.Extensions.DependencyInjection;
using Radzen;

namespace KeepaliveConsole.Web.Tests.Pages;

/// <summary>What a person is told before something is taken away, and when the name must be typed.</summary>
public sealed class ImpactDialogTests : PageTest
{
    private static Impact Small => new("VI_WEB", "lb1 gives it up.", "Yield") { VirtualAddresses = ["10.88.0.100/24"], Services = [], Connections = 99, CapacityLeft = 50 };

    [Fact]
    public void Lines_SayWhatIsTouched()
    {
        IRenderedComponent<ImpactDialog> dialog = Show(Small with { More = [new("Sync group", "G1")] });
        Assert.Equal(["Virtual addresses: 10.88.0.100/24", "Virtual services: none", "Live connections: 99", "Capacity left: 50 %", "Sync group: G1"], Lines(dialog));
        Assert.Empty(dialog.FindAll("#impact-name"));
        Assert.False(dialog.Find("button[type=submit]").HasAttribute("disabled"));
    }

    [Fact]
    public void WhatIsNotKnown_IsSaid() =>
        Assert.Equal(["Virtual services: s0, s1, s2, s3, s4, s5 and 2 more", "Live connections: not known"],
            Lines(Show(new Impact("lb1", "", "Stop") { Services = [.. Enumerable.Range(0, 8).Select(number => $"s{number}")] })));

    [Theory]
    [InlineData(99L, 50, false, false)]
    [InlineData(100L, 50, false, true)]
    [InlineData(0L, 49, false, true)]
    [InlineData(null, null, false, false)]
    [InlineData(null, null, true, true)]
    public void Name_IsTypedWhereASlipIsCostly(long? connections, int? left, bool isGrave, bool expected) =>
        Assert.Equal(expected, new Impact("x", "", "") { Connections = connections, CapacityLeft = left, IsGrave = isGrave }.MustTypeName);

    [Fact]
    public async Task Confirm_WaitsForTheName_AndAnswersWithTheReason()
    {
        DialogService dialogs = Services.GetRequiredService<DialogService>();
        var answers = new List<object?>();
        dialogs.OnClose += answer => answers.Add((object?)answer);
        _ = ImpactDialog.AskAsync(dialogs, "Yield VI_WEB", Small with { IsGrave = true });
        IRenderedComponent<ImpactDialog> dialog = Show(Small with { IsGrave = true });
        Assert.True(dialog.Find("button[type=submit]").HasAttribute("disabled"));
        await dialog.Find("form").SubmitAsync();
        Assert.Empty(answers);
        await dialog.Find("#impact-name").InputAsync("VI_WEB");
        await dialog.Find("#impact-reason").InputAsync(" kernel update ");
        Assert.False(dialog.Find("button[type=submit]").HasAttribute("disabled"));
        await dialog.Find("form").SubmitAsync();
        Assert.Equal(["kernel update"], answers);
    }

    [Fact]
    public async Task NeededReason_IsWaitedFor()
    {
        IRenderedComponent<ImpactDialog> dialog = Show(Small with { NeedsReason = true });
        Assert.True(dialog.Find("button[type=submit]").HasAttribute("disabled"));
        await dialog.Find("#impact-reason").InputAsync("why");
        Assert.False(dialog.Find("button[type=submit]").HasAttribute("disabled"));
    }

    private IRenderedComponent<ImpactDialog> Show(Impact impact) => Render<ImpactDialog>(with => with.Add(dialog => dialog.Impact, impact));

    private static IEnumerable<string> Lines(IRenderedComponent<ImpactDialog> dialog) =>
        dialog.FindAll(".kc-impact-lines > div").Select(line => $"{line.QuerySelector("dt")!.TextContent}: {line.QuerySelector("dd")!.TextContent}");
}
