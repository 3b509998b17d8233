namespace KeepaliveConsole.Engine.Tests;

public sealed class SentenceTests
{
    [Fact]
    public void Template_HasAPlaceForEachValue_AndTheEnglishTheValues()
    {
        string name = "web";
        Sentence said = $"{name}: the port must be {1} to {65535}, not {0}; correct it.";

        Assert.Equal("{0}: the port must be {1} to {2}, not {3}; correct it.", said.Template);
        Assert.Equal("web: the port must be 1 to 65535, not 0; correct it.", said.ToString());
    }

    [Fact]
    public void Values_KeepFormatAndAlignment_AndNullIsEmpty()
    {
        double share = 0.256;
        string? nothing = null;
        Sentence? nobody = null;
        Sentence said = $"{share:0.##}|{share * 1000:0,0.0}|{7,3}|{7,-3}|{255,5:x2}|{nothing}|{nobody}|";

        Assert.Equal("0.26|256.0|  7|7  |   ff|||", said.ToString());
        Assert.Equal("{0}|{1}|{2}|{3}|{4}|{5}|{6}|", said.Template);
    }

    [Fact]
    public void In_TranslatesTheSentenceAndTheSentencesWithin_InAnyOrder()
    {
        Sentence kind = $"node";
        Sentence subject = $"The {kind} {"l1"}";
        Sentence said = $"{subject}: not {3}";
        var words = new Dictionary<string, string> { ["node"] = "节点", ["The {0} {1}"] = "{1}（{0}）", ["{0}: not {1}"] = "不是 {1}：{0}" };

        Assert.Equal("不是 3：l1（节点）", said.In(words.GetValueOrDefault));
        Assert.Equal("The node l1: not 3", said.ToString());
    }

    [Fact]
    public void In_WithoutATranslation_StaysEnglish_PartByPart()
    {
        Sentence inner = $"known";
        Sentence said = $"{inner} and unknown";

        Assert.Equal("已知 and unknown", said.In(template => template == "known" ? "已知" : null));
        Assert.Equal("known and unknown", said.In(_ => null));
    }

    [Fact]
    public void Braces_AreTextAndNoPlaces()
    {
        Sentence said = $"{"x"} needs a block: add {{ }}";

        Assert.Equal("x needs a block: add { }", said.ToString());
        Assert.Equal("{0} needs a block: add {{ }}", said.Template);
        Assert.Equal("x 需要 { }", said.In(_ => "{0} 需要 {{ }}"));
        Assert.Equal("x needs a block: add { }", said.In(_ => null));
    }

    [Fact]
    public void Verbatim_IsTheSameInEveryLanguage()
    {
        Sentence said = Sentence.Verbatim("no such {file}");
        Sentence within = $"{said}";
        Sentence words = $"{(Sentence)$"words"}";

        Assert.Equal("no such {file}", said.In(_ => "nothing"));
        Assert.Equal((true, true, false), (said.IsVerbatim, within.IsVerbatim, words.IsVerbatim));
        Assert.Equal("", Sentence.Verbatim(null).ToString());
    }

    [Fact]
    public void Equality_IsThatOfTheEnglish()
    {
        Sentence one = $"port {80}";
        Sentence same = $"{"port"} 80";
        Sentence other = $"port {81}";

        Assert.True(one.Equals(same));
        Assert.Equal(one.GetHashCode(), same.GetHashCode());
        Assert.NotEqual(one, other);
        Assert.False(one.Equals(null));
        Assert.False(one.Equals((object)"port 80"));
    }

    [Fact]
    public void Sum_OfTwoInterpolatedStrings_IsOneSentence()
    {
        Sentence said = $"{1} and " + $"{2} and " + $"{3}";

        Assert.Equal("{0} and {1} and {2}", said.Template);
        Assert.Equal("1 and 2 and 3", said.ToString());
    }
}
