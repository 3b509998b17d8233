using KeepaliveConsole.Engine.Runtime.Vrrp;

namespace KeepaliveConsole.Engine.Tests.Runtime.Vrrp;

public sealed class AdvertCompanyTests
{
    [Theory]
    [InlineData(1000, 0.0, false, true)]
    [InlineData(1000, -5.0, false, true)]
    [InlineData(1000, 0.1, false, false)] // alone, none is ever early
    [InlineData(1000, 10.0, true, true)] // a hundredth of the interval
    [InlineData(1000, 10.1, true, false)]
    [InlineData(10, 0.1, true, true)]
    [InlineData(10, 0.2, true, false)]
    [InlineData(40950, 409.5, true, true)]
    public void AnAdvert_IsEarlyOnlyInCompany_AndByAHundredthOfItsIntervalAtMost(int intervalMs, double dueInMs, bool isOneDue, bool leaves)
    {
        var now = new MonotonicTime(60_000_000_000);
        MonotonicTime due = now + TimeSpan.FromMilliseconds(dueInMs);
        Assert.Equal(leaves, AdvertCompany.Leaves(now, due, TimeSpan.FromMilliseconds(intervalMs), isOneDue));
    }
}
