using KeepaliveConsole.Web.Features.Audit;

namespace KeepaliveConsole.Web.Tests.Pages;

public class BeforeAfterTests
{
    [Fact]
    public void Compare_OneFieldOfJson_PairsTheTwoLines()
    {
        IReadOnlyList<DiffLine> lines = BeforeAfter.Compare("""{"a":1,"b":2}""", """{"a":1,"b":3}""");

        Assert.Equal(new DiffLine(LineChange.Changed, "  \"b\": 2", "  \"b\": 3"), lines[2]);
        Assert.Equal(4, lines.Count);
        Assert.Equal(3, lines.Count(line => line.Change == LineChange.Same));
    }

    [Fact]
    public void Compare_OnlyAfter_IsAllAdded()
    {
        IReadOnlyList<DiffLine> lines = BeforeAfter.Compare(null, "one\ntwo");

        Assert.Equal([new DiffLine(LineChange.Added, null, "one"), new DiffLine(LineChange.Added, null, "two")], lines);
    }

    [Fact]
    public void Compare_LineInserted_KeepsTheRestAligned()
    {
        IReadOnlyList<DiffLine> lines = BeforeAfter.Compare("a\nb\nc", "a\nx\nb\nc");

        Assert.Equal([LineChange.Same, LineChange.Added, LineChange.Same, LineChange.Same], lines.Select(line => line.Change));
        Assert.Equal("x", lines[1].After);
    }

    [Fact]
    public void Compare_LongUnchangedPart_IsFolded()
    {
        string head = string.Join('\n', Enumerable.Range(1, 100));

        IReadOnlyList<DiffLine> lines = BeforeAfter.Compare(head + "\nold", head + "\nnew");

        Assert.Equal([LineChange.Skipped, LineChange.Same, LineChange.Same, LineChange.Same, LineChange.Changed], lines.Select(line => line.Change));
        Assert.Equal("97 unchanged lines", lines[0].Before);
        Assert.Equal("98", lines[1].Before);
    }

    [Fact]
    public void Compare_BrokenJson_IsShownAsText()
    {
        Assert.Equal([new DiffLine(LineChange.Changed, "{broken", "{broken too")], BeforeAfter.Compare("{broken", "{broken too"));
    }

    [Fact]
    public void Compare_TooLongToAlign_ShowsAllOfBothSides()
    {
        string left = string.Join('\n', Enumerable.Range(0, 2000).Select(n => "l" + n)), right = string.Join('\n', Enumerable.Range(0, 2000).Select(n => "r" + n));

        IReadOnlyList<DiffLine> lines = BeforeAfter.Compare(left, right);

        Assert.Equal(2000, lines.Count);
        Assert.All(lines, line => Assert.Equal(LineChange.Changed, line.Change));
    }

    [Fact]
    public void Compare_NothingAtAll_IsEmpty() => Assert.Empty(BeforeAfter.Compare(null, ""));
}
