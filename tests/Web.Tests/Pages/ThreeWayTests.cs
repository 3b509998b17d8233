using System.Text.Json.Nodes;
using KeepaliveConsole.Web.Features.Changes;

namespace KeepaliveConsole.Web.Tests.Pages;

public sealed class ThreeWayTests
{
    private static readonly HashSet<string> s_none = [];

    [Theory]
    // Only one side changed: no choice.
    [InlineData("""{"a":1,"b":1}""", """{"a":2,"b":1}""", """{"a":1,"b":3}""", """{"a":2,"b":3}""", "a Mine,b Theirs")]
    // Both the same way: nothing to tell.
    [InlineData("""{"a":1}""", """{"a":2}""", """{"a":2}""", """{"a":2}""", "")]
    // Both differently: mine unless theirs is chosen.
    [InlineData("""{"a":1}""", """{"a":2}""", """{"a":3}""", """{"a":2}""", "a Both")]
    // Two people and two real servers.
    [InlineData("""{"s":[{"address":"x","w":1},{"address":"y","w":1}]}""", """{"s":[{"address":"x","w":2},{"address":"y","w":1}]}""", """{"s":[{"address":"x","w":1},{"address":"y","w":5},{"address":"z"}]}""",
        """{"s":[{"address":"x","w":2},{"address":"y","w":5},{"address":"z"}]}""", "s[x]/w Mine,s[y]/w Theirs,s[z] Theirs")]
    // What one removed and nobody touched goes.
    [InlineData("""{"s":[{"name":"x"},{"name":"y"}]}""", """{"s":[{"name":"y"}]}""", """{"s":[{"name":"x"},{"name":"y"}]}""", """{"s":[{"name":"y"}]}""", "s[x] Mine")]
    // A list of plain values is one value.
    [InlineData("""{"m":["x"]}""", """{"m":["x","y"]}""", """{"m":["z"]}""", """{"m":["x","y"]}""", "m Both")]
    public void Merge(string before, string mine, string theirs, string merged, string rows)
    {
        ThreeWay merge = ThreeWay.Of(JsonNode.Parse(before), JsonNode.Parse(mine), JsonNode.Parse(theirs), s_none);

        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(merged), merge.Merged), merge.Merged!.ToJsonString());
        Assert.Equal(rows, string.Join(",", merge.Rows.Select(row => $"{row.Path} {row.Side}")));
    }

    [Fact]
    public void Theirs_IsTakenWhereChosen() =>
        Assert.Equal("""{"a":3}""", ThreeWay.Of(JsonNode.Parse("""{"a":1}"""), JsonNode.Parse("""{"a":2}"""), JsonNode.Parse("""{"a":3}"""), new HashSet<string> { "a" }).Merged!.ToJsonString());

    [Fact]
    public void Removal_AgainstAChange_IsAChoiceOfTheWhole()
    {
        ThreeWay merge = ThreeWay.Of(JsonNode.Parse("""{"a":1}"""), null, JsonNode.Parse("""{"a":3}"""), s_none);

        Assert.Null(merge.Merged);
        Assert.Equal(("", MergeSide.Both), (Assert.Single(merge.Rows).Path, merge.Rows[0].Side));
    }
}
