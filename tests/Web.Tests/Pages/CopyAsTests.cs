using Bunit;
using KeepaliveConsole.Web.Components.Parts;

namespace KeepaliveConsole.Web.Tests.Pages;

/// <summary>Lines for a shell: what they say, that nothing in a name reaches the shell, and how they are offered.</summary>
public sealed class CopyAsTests : PageTest
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("10.88.0.100:80/tcp", "10.88.0.100:80/tcp")]
    [InlineData("", "''")]
    [InlineData("two words", "'two words'")]
    [InlineData("it's", @"'it'\''s'")]
    [InlineData("$(reboot)", "'$(reboot)'")]
    [InlineData("a`b\"c\\d", "'a`b\"c\\d'")]
    [InlineData("line\nbreak", "'line\nbreak'")]
    [InlineData("plain\n", "'plain\n'")]
    [InlineData("PATH=x", "'PATH=x'")]
    [InlineData("~root", "'~root'")]
    public void Quote_LeavesNothingToTheShell(string word, string expected) => Assert.Equal(expected, CommandLines.Quote(word));

    [Fact]
    public void Curl_NamesTheConsoleAndTheVariable()
    {
        Assert.Equal("""curl -H "Authorization: Bearer $KEEPALIVE_CONSOLE_TOKEN" https://lb1:8300/api/v1/status""", CommandLines.Curl("https://lb1:8300/", "GET", "/status"));
        Assert.Equal("""curl -X POST -H "Authorization: Bearer $KEEPALIVE_CONSOLE_TOKEN" -H 'Content-Type: application/json' --data-raw '{"reason":"Anna'\''s"}' https://lb1:8300/api/v1/vrrp-instances/VI%201/actions/yield""",
            CommandLines.Curl("https://lb1:8300/", "POST", "/vrrp-instances/VI%201/actions/yield", """{"reason":"Anna's"}"""));
        Assert.Equal("""curl --globoff -X PATCH -H "Authorization: Bearer $KEEPALIVE_CONSOLE_TOKEN" -H 'Content-Type: application/merge-patch+json' --data-raw '{}' 'http://[::1]:8300/api/v1/cluster?dryRun=true'""",
            CommandLines.Curl("http://[::1]:8300/", "PATCH", "cluster?dryRun=true", "{}"));
    }

    [Fact]
    public void WithACommand_BothAreOffered()
    {
        IRenderedComponent<CopyAs> part = Render<CopyAs>(with => with.Add(part => part.Method, "POST").Add(part => part.Path, "/cluster/confirm").Add(part => part.Command, ["drain", "web site", "10.0.0.5:80"]));
        Assert.Equal(["""curl -X POST -H "Authorization: Bearer $KEEPALIVE_CONSOLE_TOKEN" http://localhost/api/v1/cluster/confirm""", "keepalive-console drain 'web site' 10.0.0.5:80 --url http://localhost"],
            part.FindAll("details [data-copy]").Select(button => button.GetAttribute("data-copy")));
        Assert.All(part.FindAll("[data-copy]"), button => Assert.Equal("copied", button.GetAttribute("data-copied")));
    }

    [Fact]
    public void WithoutACommand_OnlyCurlIs()
    {
        IRenderedComponent<CopyAs> part = Render<CopyAs>(with => with.Add(part => part.Path, "/status"));
        Assert.Equal("Copy as curl", Assert.Single(part.FindAll("[data-copy]")).TextContent.Trim());
        Assert.Empty(part.FindAll("details"));
    }
}
