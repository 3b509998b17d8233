using KeepaliveConsole.Engine.Vrrp.Tracking;

namespace KeepaliveConsole.Engine.Tests.Vrrp.Tracking;

public sealed class TrackedFileTests
{
    [Theory]
    [InlineData("0", 0, true)]
    [InlineData("20\n", 20, true)]
    [InlineData("  -30 and more", -30, true)]
    [InlineData("+7", 7, true)]
    [InlineData("0x1F", 31, true)]
    [InlineData("-0x10", -16, true)]
    [InlineData("0x", 0, true)]
    [InlineData("010", 8, true)]
    [InlineData("09", 0, true)]
    [InlineData("12abc", 12, true)]
    [InlineData("", 0, false)]
    [InlineData("-", 0, false)]
    [InlineData("up", 0, false)]
    [InlineData("2147483647", 2147483647, true)]
    [InlineData("99999999999999999999999", 2147483647, true)]
    [InlineData("-99999999999999999999999", -2147483648, true)]
    public void Text_ReadAsCDoes(string text, long value, bool isNumber)
    {
        Assert.Equal(value, TrackedFile.Parse(text, out bool found));
        Assert.Equal(isNumber, found);
    }

    [Fact]
    public void NoFile_CountsAsZeroAndSaysSo()
    {
        Assert.Equal(TrackReading.Number(0, "there is no file, which counts as 0"), TrackedFile.Read(null, null));
        Assert.Equal(TrackReading.Number(0, "the file does not begin with a number, which counts as 0"), TrackedFile.Read("no", null));
        Assert.Equal(TrackReading.Number(-5, "value -5"), TrackedFile.Read("-5", null));
    }
}
