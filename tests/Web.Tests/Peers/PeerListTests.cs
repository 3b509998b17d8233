using KeepaliveConsole.Web.Cli;
using KeepaliveConsole.Web.Peers;
using Microsoft.Extensions.Configuration;

namespace KeepaliveConsole.Web.Tests.Peers;

public sealed class PeerListTests
{
    [Fact]
    public void WithoutTheSection_NobodyIsAsked()
    {
        IConfiguration none = new ConfigurationBuilder().Build();
        Assert.Empty(PeerList.Read(none).Peers);
        Assert.Null(PeerList.Check(none));
    }

    [Theory]
    [InlineData("https://lb2:8300", "https://lb2:8300/")]
    [InlineData("https://lb2/console/", "https://lb2/console/")]
    [InlineData("http://127.0.0.1:8301", "http://127.0.0.1:8301/")]
    [InlineData("http://[::1]:8301", "http://[::1]:8301/")]
    public void AnAddressThatMayBeAsked_IsTaken(string url, string address)
        => Assert.Equal(address, PeerList.AddressOf(Assert.Single(PeerList.Read(Settings(("0:Url", url), ("0:TokenFile", "/etc/keepalive-console/peer-token"))).Peers)).ToString());

    [Fact]
    public void Http_ToAnotherHost_OnlyWhereAllowed()
    {
        Assert.Single(PeerList.Read(Settings(("0:Url", "http://lb2:8300"), ("0:Token", "kc_abc"), ("0:AllowHttp", "true"))).Peers);
        Assert.Equal(
            "The setting Peers:0:Url is not https: http://lb2:8300; use https, or set AllowHttp to true where the network between the nodes may see the token.",
            Refusal(("0:Url", "http://lb2:8300"), ("0:Token", "kc_abc")));
    }

    [Theory]
    [InlineData("Peers:0 names no Url", "0:TokenFile", "/t")]
    [InlineData("Peers:0:Url is no address of a console: lb2:8300", "0:Url", "lb2:8300", "0:TokenFile", "/t")]
    [InlineData("Peers:0:Url is no address of a console: ftp://lb2", "0:Url", "ftp://lb2", "0:TokenFile", "/t")]
    [InlineData("Peers:0:Url is no address of a console: https://lb2/?a", "0:Url", "https://lb2/?a", "0:TokenFile", "/t")]
    [InlineData("Peers:0:Url holds a user name", "0:Url", "https://me:secret@lb2", "0:TokenFile", "/t")]
    [InlineData("Peers:0 must name either TokenFile or Token", "0:Url", "https://lb2")]
    [InlineData("Peers:0 must name either TokenFile or Token", "0:Url", "https://lb2", "0:TokenFile", "/t", "0:Token", "secret")]
    [InlineData("Peers:0:Token is no token", "0:Url", "https://lb2", "0:Token", "secret with\nlines")]
    [InlineData("Peers:0:Token is no token", "0:Url", "https://lb2", "0:Token", "")]
    [InlineData("Peers:0 cannot be read", "0:Url", "https://lb2", "0:TokenFile", "/t", "0:AllowHttp", "perhaps")]
    [InlineData("Peers:0 is no console", "0", "https://lb2")]
    [InlineData("Peers:1 names https://lb2/ a second time", "0:Url", "https://lb2", "0:TokenFile", "/t", "1:Url", "https://lb2/", "1:TokenFile", "/u")]
    public void WhatIsWrong_IsSaidInOneLine_WithoutASecret(string said, params string[] settings)
    {
        string line = Refusal([.. settings.Chunk(2).Select(pair => (pair[0], pair[1]))]);
        Assert.StartsWith("The setting " + said, line, StringComparison.Ordinal);
        Assert.EndsWith(".", line, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", line, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', line);
    }

    [Fact]
    public void MoreThan16_AreRefused()
        => Assert.Equal("The setting Peers names 17 consoles; at most 16 may be asked.", Refusal([.. Enumerable.Range(0, 17).Select(n => ($"{n}:Url", $"https://lb{n}"))]));

    private static string Refusal(params (string Key, string Value)[] settings)
    {
        CommandFailure? failure = PeerList.Check(Settings(settings));
        Assert.Equal(ExitCodes.Usage, failure?.ExitCode);
        return failure!.Line;
    }

    private static IConfiguration Settings(params (string Key, string Value)[] settings)
        => new ConfigurationBuilder().AddInMemoryCollection(settings.Select(pair => KeyValuePair.Create($"Peers:{pair.Key}", (string?)pair.Value))).Build();
}
