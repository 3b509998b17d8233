using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Definitions.Rules;

namespace KeepaliveConsole.Engine.Tests.Definitions.Rules;

public sealed class MailRuleTests
{
    private static readonly MailDefinition s_good = new() { Server = "mail.example.net", Recipients = ["ops@example.net"] };

    public static TheoryData<string, MailDefinition, string[]> Broken { get; } = new()
    {
        { "server with a blank", s_good with { Server = "mail example" }, ["server mail.server"] },
        { "no server", s_good with { Server = "" }, ["server mail.server"] },
        { "the root of all names", s_good with { Server = "." }, ["server mail.server"] },
        { "port 0", s_good with { Port = 0 }, ["port mail.port"] },
        { "port 65536", s_good with { Port = 65536 }, ["port mail.port"] },
        { "no time", s_good with { Timeout = TimeSpan.FromMilliseconds(999) }, ["timeoutMs mail.timeout"] },
        { "too much time", s_good with { Timeout = TimeSpan.FromSeconds(4295) }, ["timeoutMs mail.timeout"] },
        { "sender without a host", s_good with { Sender = "ops" }, ["sender mail.address"] },
        { "nobody", s_good with { Recipients = [] }, ["recipients mail.recipients"] },
        { "a crowd", s_good with { Recipients = [.. Enumerable.Repeat("ops@example.net", 101)] }, ["recipients mail.recipients"] },
        { "a header", s_good with { Recipients = ["ops@example.net", "a@b.example\r\nBcc: c@d.example"] }, ["recipients/1 mail.address"] },
        { "a display name", s_good with { Recipients = ["Ops <ops@example.net>"] }, ["recipients/0 mail.address"] },
        { "two in one", s_good with { Recipients = ["a@b.example,c@d.example"] }, ["recipients/0 mail.address"] },
        { "password alone", s_good with { Tls = true, Password = "x" }, ["user mail.account"] },
        { "user alone", s_good with { Tls = true, User = "x" }, ["password mail.account"] },
        { "readable password", s_good with { User = "x", Password = "y" }, ["tls mail.tls"] },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void BrokenSettings_AreRefused(string what, MailDefinition mail, string[] expected) =>
        Assert.Equal([what, .. expected.Select(each => $"Error /nodes/0/mail/{each}")], [what, .. Problems(mail).Select(problem => $"{problem.Severity} {problem.Pointer} {problem.Code}")]);

    [Fact]
    public void MaskedPassword_IsAWarning() =>
        Assert.Equal("Warning /nodes/0/mail/password mail.masked", Assert.Single(Problems(s_good with { Tls = true, User = "x", Password = "***" }).Select(problem => $"{problem.Severity} {problem.Pointer} {problem.Code}")));

    [Theory]
    [InlineData("localhost")]
    [InlineData("10.0.0.25")]
    [InlineData("2001:db8::25")]
    public void GoodSettings_AreTaken(string server) =>
        Assert.Empty(Problems(s_good with { Server = server, Tls = true, User = "x", Password = "y", Sender = "a@b.example", Timeout = TimeSpan.FromSeconds(1), Port = 65535 }));

    private static IEnumerable<DefinitionProblem> Problems(MailDefinition mail) =>
        DefinitionRules.Check(SampleCluster.Small with { Nodes = [new() { Name = "l1", Mail = mail }] }).Where(problem => problem.Pointer.StartsWith("/nodes/0/mail", StringComparison.Ordinal));
}
