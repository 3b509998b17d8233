using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Vrrp.Tracking;

namespace KeepaliveConsole.Engine.Tests.Vrrp.Tracking;

public sealed class TrackedProcessTests
{
    private static readonly TrackProcessDefinition s_nginx = new() { Name = "web", Process = "nginx" };

    [Theory]
    [InlineData(1, null, 0, false, "0 of 1 processes nginx")]
    [InlineData(1, null, 1, true, "1 of 1 processes nginx")]
    [InlineData(1, null, 9, true, "9 of 1 processes nginx")]
    [InlineData(3, null, 2, false, "2 of 3 processes nginx")]
    [InlineData(1, 2, 2, true, "2 of 1 to 2 processes nginx")]
    [InlineData(1, 2, 3, false, "3 of 1 to 2 processes nginx")]
    public void FirstCount_DecidesAtOnceWhateverTheDelays(int quorum, int? maximum, int count, bool isUp, string reason)
    {
        var process = new TrackedProcess(s_nginx with { Quorum = quorum, MaximumQuorum = maximum, ForkDelay = TimeSpan.FromSeconds(9), TerminateDelay = TimeSpan.FromSeconds(9) });

        Assert.True(process.Counted(At(0), count));
        Assert.Equal(new TrackReading(isUp, null, reason), process.Reading);
        Assert.Null(process.Deadline);
    }

    [Fact]
    public void TerminateDelay_HoldsBackALossAndForgetsOneThatIsUndone()
    {
        var process = new TrackedProcess(s_nginx with { TerminateDelay = TimeSpan.FromSeconds(2) });
        process.Counted(At(0), 1);

        Assert.False(process.Counted(At(1000), 0));
        Assert.Equal(At(3000), process.Deadline);
        Assert.False(process.Counted(At(2000), 1));
        Assert.Null(process.Deadline);
        Assert.False(process.Elapsed(At(3000)));

        process.Counted(At(5000), 0);
        process.Counted(At(6000), 0); // does not start it anew
        Assert.False(process.Elapsed(At(6999)));
        Assert.True(process.Elapsed(At(7000)));
        Assert.False(process.Reading.IsUp);
    }

    [Fact]
    public void ForkDelay_HoldsBackAReturn()
    {
        var process = new TrackedProcess(s_nginx with { ForkDelay = TimeSpan.FromMilliseconds(500) });
        process.Counted(At(0), 0);

        Assert.False(process.Counted(At(100), 1));
        Assert.True(process.Elapsed(At(600)));
        Assert.True(process.Reading.IsUp);
        Assert.Equal("1 of 1 processes nginx", process.Reading.Reason);
    }

    [Fact]
    public void NoDelay_ChangesAtOnceAndReportsOnce()
    {
        var process = new TrackedProcess(s_nginx);
        process.Counted(At(0), 1);

        Assert.True(process.Counted(At(1), 0));
        Assert.False(process.Counted(At(2), 0));
        Assert.True(process.Counted(At(3), 2));
    }

    private static MonotonicTime At(long milliseconds) => new(milliseconds * 1_000_000);
}
