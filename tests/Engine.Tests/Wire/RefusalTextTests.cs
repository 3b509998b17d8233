using KeepaliveConsole.Engine.Wire;

namespace KeepaliveConsole.Engine.Tests.Wire;

/// <summary>Why a packet was refused, in both languages.</summary>
public class RefusalTextTests
{
    [Fact]
    public void EveryReason_IsToldInBothLanguages_AndFoundAgain()
    {
        DropReason[] reasons = [.. Enum.GetValues<DropReason>().Where(reason => reason != DropReason.None)];

        Assert.Equal(12, reasons.Length);
        Assert.All(reasons, reason =>
        {
            Assert.NotEqual(reason.ToString(), RefusalText.Of(reason));
            Assert.Contains(RefusalText.ChineseOf(reason), letter => letter >= 0x4E00);
            Assert.Equal(RefusalText.ChineseOf(reason), RefusalText.InChinese(RefusalText.Of(reason)));
        });
        Assert.Equal(reasons.Length, reasons.Select(RefusalText.Of).Distinct().Count());
    }

    [Fact]
    public void WordsNobodyKnows_StayAsTheyAre() => Assert.Equal("said by another version", RefusalText.InChinese("said by another version"));
}
