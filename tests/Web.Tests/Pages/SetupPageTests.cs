using Bunit;
using KeepaliveConsole.Web.Auth;
using KeepaliveConsole.Web.Components.Texts;
using KeepaliveConsole.Web.Features.Setup;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.Extensions.DependencyInjection;

namespace KeepaliveConsole.Web.Tests.Pages;

public class SetupPageTests : PageTest
{
    public SetupPageTests() => Services.AddOptions().AddScoped<AntiforgeryStateProvider, FixedToken>();

    private NavigationManager Navigation => Services.GetRequiredService<NavigationManager>();

    [Fact]
    public void Setup_Form_PostsTokenUserAndPasswordsWithAntiforgery()
    {
        var page = Render<SetupPage>();

        var form = page.Find("form");
        Assert.Equal("post", form.GetAttribute("method"));
        Assert.Equal("auth/setup", form.GetAttribute("action"));
        Assert.Equal(["__RequestVerificationToken", "token", "user", "password", "repeat"], form.QuerySelectorAll("input").Select(input => input.GetAttribute("name")));
        Assert.All(form.QuerySelectorAll("input:not([type=hidden])"), input => Assert.NotNull(form.QuerySelector($"label[for={input.Id}]")));
        Assert.Empty(page.FindAll("[role=alert]"));
    }

    [Theory]
    [InlineData(AccessErrors.Token)]
    [InlineData(AccessErrors.Repeat)]
    [InlineData(AccessErrors.Password)]
    [InlineData(AccessErrors.User)]
    [InlineData(AccessErrors.Done)]
    [InlineData(AccessErrors.Storage)]
    [InlineData(AccessErrors.Expired)]
    [InlineData(AccessErrors.Rate)]
    public void Setup_EveryErrorCode_HasASentenceOfItsOwn(string code)
    {
        Navigation.NavigateTo("setup?error=" + code);

        string sentence = Render<SetupPage>().Find("[role=alert]").TextContent.Trim();

        Assert.NotEqual(SetupMessages.ForSetup("something else", new ConsoleText()), sentence);
        Assert.EndsWith(code == AccessErrors.Token ? "DIR" : ".", sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Setup_UnknownErrorCode_IsNotEchoed()
    {
        Navigation.NavigateTo("setup?error=%3Cscript%3E");

        Assert.Equal("The form could not be accepted. Check the fields and try again.", Render<SetupPage>().Find("[role=alert]").TextContent.Trim());
    }

    [Theory]
    [InlineData(AccessErrors.Credentials, "User or password is wrong.")]
    [InlineData(AccessErrors.Locked, "Too many attempts. Wait a minute, then try again.")]
    public void SignIn_ErrorCode_IsASentence(string code, string expected)
    {
        Navigation.NavigateTo("sign-in?error=" + code);

        Assert.Equal(expected, Render<SignInPage>().Find("[role=alert]").TextContent.Trim());
    }

    [Theory]
    [InlineData("/audit?text=a", "/audit?text=a")]
    [InlineData("//evil.example", "/")]
    [InlineData("/\\evil.example", "/")]
    [InlineData("https://evil.example", "/")]
    [InlineData("", "/")]
    public void SignIn_ReturnUrl_StaysOnThisSite(string wanted, string expected)
    {
        Navigation.NavigateTo("sign-in?returnUrl=" + Uri.EscapeDataString(wanted));

        Assert.Equal(expected, Render<SignInPage>().Find("input[name=returnUrl]").GetAttribute("value"));
    }

    private sealed class FixedToken : AntiforgeryStateProvider
    {
        public override AntiforgeryRequestToken? GetAntiforgeryToken() => new("t", "__RequestVerificationToken");
    }
}
