using KeepaliveConsole.Engine.Hosting;

namespace KeepaliveConsole.Web.Tests.Cli;

public sealed class DiskConfSourceTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("kc-conf-").FullName;
    private readonly DiskConfSource _source = new();

    public DiskConfSourceTests()
    {
        foreach (string file in new[] { "a.conf", "b.conf", "c.txt", ".hidden.conf", "x1.conf", "x2.conf", "d1/in.conf", "d2/in.conf", "d2/deep/in.conf", "odd[1].conf" })
        {
            string path = Path.Combine(_folder, file);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, file);
        }

        Directory.CreateDirectory(Path.Combine(_folder, "folder.conf"));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("*.conf", "a.conf b.conf odd[1].conf x1.conf x2.conf")]
    [InlineData("x?.conf", "x1.conf x2.conf")]
    [InlineData("[ab].conf", "a.conf b.conf")]
    [InlineData("[!a-w].conf", "")]
    [InlineData("[^ab]1.conf", "x1.conf")]
    [InlineData("x[0-1].conf", "x1.conf")]
    [InlineData("{a,c}.*", "a.conf c.txt")]
    [InlineData("{x{1,2},b}.conf", "b.conf x1.conf x2.conf")]
    [InlineData("{a,a}.conf", "a.conf")]
    [InlineData(".*.conf", ".hidden.conf")]
    [InlineData("d?/*.conf", "d1/in.conf d2/in.conf")]
    [InlineData("d2/*/in.conf", "d2/deep/in.conf")]
    [InlineData("*/in.conf", "d1/in.conf d2/in.conf")]
    [InlineData("odd\\[1\\].conf", "odd[1].conf")]
    [InlineData("a.conf", "a.conf")]
    [InlineData("nothing.conf", "")]
    [InlineData("nothing/*.conf", "")]
    [InlineData("folder.conf", "")]
    [InlineData("{a.conf", "")]
    [InlineData("", "")]
    public void Match_OfPattern_FindsFilesInOrdinalOrder(string pattern, string expected)
    {
        string[] found = [.. _source.Match(pattern, Path.Combine(_folder, "keepalived.conf")).Select(path => Path.GetRelativePath(_folder, path))];
        Assert.Equal(expected.Split(' ', StringSplitOptions.RemoveEmptyEntries), found);
    }

    [Fact]
    public void Match_OfAbsolutePattern_IgnoresTheIncludingFolder()
        => Assert.Equal([Path.Combine(_folder, "a.conf")], _source.Match(Path.Combine(_folder, "a.*"), "/etc/keepalived/keepalived.conf"));

    [Fact]
    public void Match_OfLinks_FollowsThem_AndKeepsABrokenOneToBeReported()
    {
        File.CreateSymbolicLink(Path.Combine(_folder, "link1.conf"), Path.Combine(_folder, "a.conf"));
        File.CreateSymbolicLink(Path.Combine(_folder, "link2.conf"), Path.Combine(_folder, "gone"));
        Directory.CreateSymbolicLink(Path.Combine(_folder, "d1", "loop"), _folder);
        IReadOnlyList<string> found = _source.Match("link*.conf", Path.Combine(_folder, "k"));
        Assert.Equal(2, found.Count);
        Assert.Equal("a.conf", _source.Read(found[0], out _));
        Assert.Null(_source.Read(found[1], out Engine.Sentence? problem));
        Assert.Equal("there is no such file", problem?.ToString());
        Assert.Single(_source.Match("d1/loop/d1/loop/a.conf", Path.Combine(_folder, "k")));
    }

    [Fact]
    public void Match_OfManyStars_EndsQuickly()
    {
        File.WriteAllText(Path.Combine(_folder, new string('a', 200)), "");
        Assert.Empty(_source.Match(string.Concat(Enumerable.Repeat("a*", 60)) + "b", Path.Combine(_folder, "k")));
    }

    [Fact]
    public void Read_OfFolder_MissingFile_AndTooLongFile_SaysWhy()
    {
        Assert.Null(_source.Read(_folder, out Engine.Sentence? folder));
        Assert.StartsWith("it is a folder", folder?.ToString(), StringComparison.Ordinal);
        Assert.Null(_source.Read(Path.Combine(_folder, "no", "file"), out Engine.Sentence? missing));
        Assert.Equal("there is no such folder", missing?.ToString());
        Assert.Null(_source.Read("/dev/zero", out Engine.Sentence? endless));
        Assert.StartsWith("it is longer than", endless?.ToString(), StringComparison.Ordinal);
    }
}
