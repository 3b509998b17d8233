using System.Text;
using KeepaliveConsole.Engine.Probes;

namespace KeepaliveConsole.Engine.Tests.Probes;

public sealed class JsonPathTests
{
    private const string Body = "{\"status\":\"up\",\"n\":12.50,\"ok\":true,\"none\":null,\"a.b\":{\"c\":[1,{\"d\":\"✓\"}]},\"bad\":\"\\ud800\"}";

    [Theory]
    [InlineData("$.status", "up", null)]
    [InlineData("$.status", null, null)]
    [InlineData("$.n", "12.50", null)]
    [InlineData("$.ok", "true", null)]
    [InlineData("$.none", "null", null)]
    [InlineData("$['a.b'].c[1].d", "✓", null)]
    [InlineData("$[\"a.b\"].c[0]", "1", null)]
    [InlineData("$.a.b", null, "JSON body has no $.a.b")]
    [InlineData("$['a.b'].c[2]", null, "JSON body has no $['a.b'].c[2]")]
    [InlineData("$.status[0]", null, "JSON body has no $.status[0]")]
    [InlineData("$.status", "down", "JSON body has up at $.status, wanted down")]
    [InlineData("$.bad", "x", "JSON body has text that is not valid at $.bad, wanted x")]
    public void Value_AtAPath_IsCompared(string path, string? wanted, string? problem) =>
        Assert.Equal(problem, JsonPath.Of(path, out _)!.Judge(Encoding.UTF8.GetBytes(Body), path, wanted));

    [Theory]
    [InlineData("")]
    [InlineData("status")]
    [InlineData("$.")]
    [InlineData("$..a")]
    [InlineData("$.a[")]
    [InlineData("$.a[-1]")]
    [InlineData("$.a[*]")]
    [InlineData("$['a'")]
    [InlineData("$[99999999999]")]
    [InlineData("$a")]
    public void Path_ThatIsNone_IsRefused(string path)
    {
        Assert.Null(JsonPath.Of(path, out string? problem));
        Assert.StartsWith($"{path} is not a path into JSON", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"a\":\n  x}", "body is not JSON (line 2, byte 3)")]
    [InlineData("", "body is not JSON (line 1, byte 1)")]
    public void Body_ThatIsNoJson_IsSaid(string body, string problem) =>
        Assert.Equal(problem, JsonPath.Of("$.a", out _)!.Judge(Encoding.UTF8.GetBytes(body), "$.a", null));

    [Fact]
    public void Body_NestedTooDeep_IsNoJson() =>
        Assert.StartsWith("body is not JSON", JsonPath.Of("$", out _)!.Judge(Encoding.ASCII.GetBytes(new string('[', 100_000)), "$", null), StringComparison.Ordinal);
}
