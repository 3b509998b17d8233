namespace KeepaliveConsole.System.Tests.Interop;

/// <summary>Debian's keepalived 2.2.7 and the executable on one bridge with the same VRID; every kind of advert is in <see cref="MatrixTests"/>.</summary>
[Collection(InteropCollection.Name)]
public sealed class KeepalivedTests
{
    [Fact]
    public void Console_TakesOverFromKeepalived_AndYieldsToItAgain()
    {
        using var pair = new KeepalivedPair(version: 2);
        pair.StartKeepalived(150);
        KeepalivedPair.WaitForOwner(KeepalivedPair.Keepalived, 8);
        pair.StartConsole(100);
        KeepalivedPair.AssertSteady(KeepalivedPair.Keepalived, 5);

        pair.StopKeepalived();
        TimeSpan released = KeepalivedPair.WaitForOwner(KeepalivedPair.Console, 3);
        Assert.InRange(released.TotalSeconds, 0, 1.5);
        KeepalivedPair.AssertSteady(KeepalivedPair.Console, 2);

        pair.StartKeepalived(150);
        KeepalivedPair.WaitForOwner(KeepalivedPair.Keepalived, 8);
        KeepalivedPair.AssertSteady(KeepalivedPair.Keepalived, 4);
    }

    [Fact]
    public void Keepalived_TakesOverFromTheConsole_AndYieldsToItAgain()
    {
        using var pair = new KeepalivedPair(version: 3);
        pair.StartConsole(150);
        KeepalivedPair.WaitForOwner(KeepalivedPair.Console, 12);
        pair.StartKeepalived(100);
        KeepalivedPair.AssertSteady(KeepalivedPair.Console, 5);

        pair.StopConsole();
        KeepalivedPair.WaitForOwner(KeepalivedPair.Keepalived, 3);
        KeepalivedPair.AssertSteady(KeepalivedPair.Keepalived, 2);

        pair.StartConsole(150);
        KeepalivedPair.WaitForOwner(KeepalivedPair.Console, 12);
        pair.KillConsole();
        KeepalivedPair.WaitForOwner(KeepalivedPair.Keepalived, 8);
        KeepalivedPair.AssertSteady(KeepalivedPair.Keepalived, 2);
    }
}
