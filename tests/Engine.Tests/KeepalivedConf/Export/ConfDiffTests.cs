using KeepaliveConsole.Engine.KeepalivedConf.Export;

namespace KeepaliveConsole.Engine.Tests.KeepalivedConf.Export;

public sealed class ConfDiffTests
{
    [Fact]
    public void SameTexts_HaveNoDifference() => Assert.Equal("", ConfDiff.Unified("a\nb\n", "a\nb\n"));

    [Fact]
    public void OneLine_StandsAmongThreeOfContext() => Assert.Equal(
        "--- old\n+++ new\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n",
        ConfDiff.Unified("1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nfive\n6\n7\n8\n9\n", "old", "new"));

    [Fact]
    public void FarChanges_HaveHunksOfTheirOwn()
    {
        string before = string.Join('\n', Enumerable.Range(1, 20)) + "\n";
        string after = before.Replace("2\n3\n", "3\n", StringComparison.Ordinal).Replace("19\n", "19\nnew\n", StringComparison.Ordinal);
        Assert.Equal("--- before\n+++ after\n@@ -1,3 +1,2 @@\n 1\n-2\n 3\n@@ -19,2 +18,3 @@\n 19\n+new\n 20\n", ConfDiff.Unified(before, after, context: 1));
    }

    [Theory]
    [InlineData("", "a\n", "@@ -0,0 +1 @@\n+a\n")]
    [InlineData("a\n", "", "@@ -1 +0,0 @@\n-a\n")]
    [InlineData("a\nb\n", "b\na\n", "@@ -1,2 +1,2 @@\n-a\n b\n+a\n")]
    public void Edges(string before, string after, string hunks) => Assert.Equal("--- before\n+++ after\n" + hunks, ConfDiff.Unified(before, after));

    [Fact]
    public void RandomTexts_AreMadeOfEachOther()
    {
        var random = new Random(5);
        for (int round = 0; round < 500; round++)
        {
            string[] before = [.. Enumerable.Range(0, random.Next(40)).Select(_ => $"{random.Next(6)}")];
            string[] after = [.. before.Where(_ => random.Next(5) > 0).SelectMany(line => random.Next(5) == 0 ? [line, $"{random.Next(6)}"] : (string[])[line])];
            string diff = ConfDiff.Unified(Text(before), Text(after), context: 100);
            if (before.SequenceEqual(after)) Assert.Equal("", diff);
            else AssertMade(before, after, diff);
        }
    }

    [Fact]
    public void TextsWithoutACommonLine_AreReplacedWhole()
    {
        string[] before = [.. Enumerable.Range(0, 3000).Select(number => $"a{number}")];
        string[] after = [.. Enumerable.Range(0, 3000).Select(number => $"b{number}")];
        AssertMade(before, after, ConfDiff.Unified(Text(before), Text(after)));
    }

    private static string Text(string[] lines) => string.Concat(lines.Select(line => line + "\n"));

    private static void AssertMade(string[] before, string[] after, string diff)
    {
        string[] lines = [.. diff.Split('\n')[..^1].Skip(3)];
        Assert.Equal(before, lines.Where(line => line[0] != '+').Select(line => line[1..]));
        Assert.Equal(after, lines.Where(line => line[0] != '-').Select(line => line[1..]));
    }
}
