using KeepaliveConsole.Engine.Linux.Processes;

namespace KeepaliveConsole.Engine.Tests.Linux.Processes;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("/usr/bin/pgrep -x nginx", "/usr/bin/pgrep|-x|nginx")]
    [InlineData("  a\t b  ", "a|b")]
    [InlineData("a 'b c' d", "a|b c|d")]
    [InlineData("a \"b c\" d", "a|b c|d")]
    [InlineData("a b'c d'e", "a|bc de")]
    [InlineData("a ''", "a|")]
    [InlineData("a b\\ c", "a|b c")]
    [InlineData("a 'b\\c'", "a|b\\c")]
    [InlineData("a \"b\\\"c\"", "a|b\"c")]
    [InlineData("a $HOME * ~ > f | g; h", "a|$HOME|*|~|>|f|||g;|h")]
    public void Line_IsSplitWithoutAShell(string line, string words)
    {
        Assert.Equal(words, string.Join('|', CommandLine.Split(line, out string? problem)!));
        Assert.Null(problem);
    }

    [Theory]
    [InlineData("", "it names no program")]
    [InlineData("   ", "it names no program")]
    [InlineData("a 'b", "the quote ' in 'a 'b' is not closed")]
    public void Line_ThatCannotBeSplit_SaysWhy(string line, string problem)
    {
        Assert.Null(CommandLine.Split(line, out string? said));
        Assert.Equal(problem, said);
    }
}
