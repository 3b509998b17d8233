using KeepaliveConsole.Web.Components.Texts;

namespace KeepaliveConsole.Web.Tests.Pages;

public class ToldAgainTests
{
    private static readonly ToldAgain s_told = new(new Dictionary<string, string>
    {
        ["connection refused"] = "连接被拒绝",
        ["{0} of {1} attempts failed, last: {2}"] = "{1} 次尝试中失败 {0} 次，最近一次：{2}",
        ["passed: {0}"] = "通过：{0}",
        ["{0}: {1}"] = "{0}：{1}",
        ["{0}, but it took {1}, longer than {2}"] = "{0}，但用时 {1}，超过 {2}",
        ["the {{0}} of {0} is {1}"] = "{0} 的 {{0}} 为 {1}",
        ["{0}{1} together"] = "{0}{1} 一起",
        ["{0}/{1}"] = "{0}/{1}",
    });

    [Theory]
    [InlineData("connection refused", "连接被拒绝")]
    [InlineData("3 of 4 attempts failed, last: connection refused", "4 次尝试中失败 3 次，最近一次：连接被拒绝")]
    [InlineData("TCP: 3 of 4 attempts failed, last: no word for this", "TCP：4 次尝试中失败 3 次，最近一次：no word for this")]
    [InlineData("passed: 200 OK, but it took 2 s, longer than 1 s", "200 OK")]
    [InlineData("the {0} of a is b", "a 的 {0} 为 b")]
    [InlineData("somebody else's words", "somebody else's words")]
    [InlineData("10.0.0.1/24", "10.0.0.1/24")]
    [InlineData("a b together", "a b together")]
    [InlineData("", "")]
    [InlineData("passed: ", "通过：")]
    public void Tell_ReadsTheSentenceBack(string english, string chinese) => Assert.Contains(chinese, s_told.Tell(english), StringComparison.Ordinal);

    [Theory]
    [InlineData(": ", 1000)]
    [InlineData("a: b ", 500)]
    [InlineData("{0}", 300)]
    public void Tell_OfHostileText_ComesBackSoon(string piece, int times)
    {
        string text = string.Concat(Enumerable.Repeat(piece, times));
        Assert.False(string.IsNullOrEmpty(s_told.Tell(text)));
    }

    [Fact]
    public void Tell_WithAllTemplatesOfTheConsole_FindsTheWholeSentence()
    {
        Assert.Equal("4 次尝试中失败 4 次，最近一次：3 s 内没有应答", ChineseTexts.TellAgain("4 of 4 attempts failed, last: no answer within 3 s"));
        Assert.Equal("首次通过：200 OK，2381 字节", ChineseTexts.TellAgain("passed for the first time: 200 OK, 2381 bytes"));
        Assert.Equal("脚本 /usr/bin/check", ChineseTexts.TellAgain("脚本 /usr/bin/check"));
    }
}
