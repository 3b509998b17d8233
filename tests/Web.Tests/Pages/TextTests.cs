using System.Text.RegularExpressions;
using KeepaliveConsole.Web.Components.Texts;

namespace KeepaliveConsole.Web.Tests.Pages;

/// <summary>Every text that a page asks for is there in every language, and nothing else is.</summary>
public sealed partial class TextTests
{
    private static readonly string[] s_used = [.. Sources().SelectMany(file => Uses().Matches(File.ReadAllText(file)).Select(use => Regex.Unescape(use.Groups["text"].Value))).Distinct()];

    [Fact]
    public void EveryText_IsTranslated_AndNoTranslationIsLeftOver()
    {
        Assert.True(s_used.Length > 20, $"only {s_used.Length} texts were found");
        Assert.Empty(s_used.Except(ChineseTexts.All.Keys));
        Assert.Empty(ChineseTexts.All.Keys.Except(s_used));
    }

    [Fact]
    public void EveryTextOfADefinition_IsTranslated_AndNoTranslationIsLeftOver()
    {
        string[] wanted = [.. FormWalk.Texts()];
        Assert.True(wanted.Length > 500, $"only {wanted.Length} texts were found");
        Assert.Empty(wanted.Except(ChineseTexts.Definitions.Keys));
        Assert.Empty(ChineseTexts.Definitions.Keys.Except(wanted));
    }

    [Fact]
    public void EverySentence_IsTranslated_AndNoTranslationIsLeftOver()
    {
        string[] wanted = [.. SentenceTemplates.Of(typeof(Engine.Sentence).Assembly).Concat(SentenceTemplates.Of(typeof(ConsoleText).Assembly)).Distinct()];
        Assert.True(wanted.Length > 250, $"only {wanted.Length} templates were found");
        Assert.Empty(wanted.Except(ChineseTexts.Sentences.Keys));
        Assert.Empty(ChineseTexts.Sentences.Keys.Except(wanted));
    }

    [Fact]
    public void Translation_HasTheSamePlacesAndNoEnglishLeft()
    {
        foreach ((string english, string chinese) in ChineseTexts.All.Concat(ChineseTexts.Definitions).Concat(ChineseTexts.Sentences))
        {
            Assert.Equal(PlacesOf(english), PlacesOf(chinese));
            Assert.True(chinese.Any(letter => letter >= 0x3000), $"\"{english}\" is \"{chinese}\" in Chinese");
        }
    }

    [Fact]
    public void Text_FollowsTheLanguage()
    {
        var text = new ConsoleText();
        Assert.Equal("Signed in as ada, role admin", text["Signed in as {0}, role {1}", "ada", "admin"]);
        text.Use(Language.Chinese);
        Assert.Equal(("总览", "已登录：ada，角色 admin"), (text["Overview"], text["Signed in as {0}, role {1}", "ada", "admin"]));
        Assert.Equal("二", text.Of("two", "二"));
        Assert.Equal("抢占延迟", text.OfDefinition("Preempt delay"));
        Engine.Sentence said = $"There is no real server {"10.0.0.1:80"} in the virtual service {"web"}.";
        Assert.Equal("虚拟服务 web 中没有真实服务器 10.0.0.1:80。", text.Of(said));
        text.Use(Language.Pseudo);
        Assert.StartsWith("[Théré ïs ñö réál sérvér 10.0.0.1:80 ïñ", text.Of(said), StringComparison.Ordinal);
        Assert.Equal("[Sïgñéd ïñ ás ada, rölé admin ········]", text["Signed in as {0}, role {1}", "ada", "admin"]);
    }

    [Theory]
    [InlineData(null, null, Language.English)]
    [InlineData("zh-Hans", "en", Language.Chinese)]
    [InlineData("en", "zh-CN", Language.English)]
    [InlineData("nonsense\"", "zh-CN,zh;q=0.9,en;q=0.8", Language.Chinese)]
    [InlineData(null, "de-DE,zh;q=0.5", Language.Chinese)]
    [InlineData(null, "zh-TW,zh-Hant;q=0.9", Language.English)]
    [InlineData(null, "en-GB,zh;q=0.5", Language.English)]
    public void Language_IsTheCookies_ElseTheBrowsers(string? cookie, string? accepted, Language expected) => Assert.Equal(expected, Languages.Choose(cookie, accepted));

    private static string[] PlacesOf(string text) => [.. Places().Matches(text).Select(place => place.Value).Order()];

    private static IEnumerable<string> Sources()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "KeepaliveConsole.sln"))) folder = folder.Parent;
        string web = Path.Combine(folder!.FullName, "src", "Web");
        return Directory.EnumerateFiles(web, "*.*", SearchOption.AllDirectories)
            .Where(file => file.EndsWith(".razor", StringComparison.Ordinal) || file.EndsWith(".cs", StringComparison.Ordinal))
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal));
    }

    [GeneratedRegex("""\b(?:(?:T|text)\["(?<text>(?:[^"\\]|\\.)+)"(?:\]|,)|Key\("(?<text>(?:[^"\\]|\\.)+)"\))""")]
    private static partial Regex Uses();

    [GeneratedRegex("""\{\d+[^}]*\}""")]
    private static partial Regex Places();
}
