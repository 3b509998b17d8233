using System.Text;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Probes;

namespace KeepaliveConsole.Engine.Tests.Probes;

public sealed class BodyPatternTests
{
    [Theory]
    [InlineData("hea.th", "", "all health", true)]
    [InlineData("HEALTH", "", "all health", false)]
    [InlineData("HEALTH", "caseless", "all health", true)]
    [InlineData("^b$", "", "a\nb\nc", false)]
    [InlineData("^b$", "multiline", "a\nb\nc", true)]
    [InlineData("a.b", "", "a\nb", false)]
    [InlineData("a.b", "dotall", "a\nb", true)]
    [InlineData("a b # c", "extended", "ab", true)]
    [InlineData("health", "anchored", "all health", false)]
    [InlineData("all", "anchored", "all health", true)]
    [InlineData("h$", "", "health\n", true)]
    [InlineData("h$", "dollar_endonly", "health\n", false)]
    [InlineData("[$]\\$$", "dollar_endonly", "a$$", true)]
    [InlineData("health", "firstline", "all\nhealth", false)]
    [InlineData("all", "firstline", "all\nhealth", true)]
    [InlineData("a+?", "ungreedy", "aaa", true)]
    [InlineData("✓ gesund", "", "✓ gesund", true)]
    [InlineData("^. g", "", "✓ gesund", false)]
    [InlineData("^. g", "utf", "✓ gesund", true)]
    [InlineData(@"(\w)\1", "", "xx", true)]
    [InlineData("(?P<one>a)b", "", "ab", true)]
    public void Expression_WithOptions_MatchesAsPcreDoes(string expression, string options, string body, bool matches)
    {
        ValueArray<string> names = options.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToValueArray();
        var wanted = new BodyPatternDefinition { Expression = expression, Options = names };
        byte[] bytes = Encoding.UTF8.GetBytes(body);
        Assert.Equal(matches, BodyPattern.Of(wanted, out _)!.Judge(bytes) is null);
        Assert.Equal(!matches, BodyPattern.Of(wanted with { MustNotMatch = true }, out _)!.Judge(bytes) is null);
    }

    [Theory]
    [InlineData(0, null, true)]
    [InlineData(4, null, true)]
    [InlineData(5, null, false)]
    [InlineData(0, 5, true)]
    [InlineData(0, 4, false)]
    [InlineData(1000, null, false)]
    public void Offsets_BoundWhereAMatchBegins(int from, int? before, bool matches)
    {
        BodyPattern pattern = BodyPattern.Of(new BodyPatternDefinition { Expression = "health", MinimumOffset = from, MaximumOffset = before }, out _)!;
        Assert.Equal(matches, pattern.Judge("all health"u8) is null);
        if (!matches) Assert.Equal("body does not match \"health\"", pattern.Judge("all health"u8));
    }

    [Fact]
    public void Expression_ThatWouldBacktrackForEver_DoesNot()
    {
        BodyPattern pattern = BodyPattern.Of(new BodyPatternDefinition { Expression = "^(a+)+$" }, out _)!;
        Assert.True(pattern.NeverBacktracks);
        Assert.Equal("body does not match \"^(a+)+$\"", pattern.Judge(Encoding.ASCII.GetBytes(new string('a', 50_000) + "!")));
    }

    [Fact]
    public void Expression_ThatMustBacktrack_HasATimeLimit()
    {
        BodyPattern pattern = BodyPattern.Of(new BodyPatternDefinition { Expression = @"^(a+)+\1$" }, out _)!;
        Assert.False(pattern.NeverBacktracks);
        Assert.Equal("matching \"^(a+)+\\1$\" took longer than 1 s; simplify it", pattern.Judge(Encoding.ASCII.GetBytes(new string('a', 5000) + "!")));
    }

    [Fact]
    public void Option_ThatIsNotSupported_IsNamed()
    {
        Assert.Null(BodyPattern.Of(new BodyPatternDefinition { Expression = "a", Options = ["alt_bsux"] }, out string? problem));
        Assert.Equal("option alt_bsux of the regular expression is not supported; leave it out", problem);
    }
}
