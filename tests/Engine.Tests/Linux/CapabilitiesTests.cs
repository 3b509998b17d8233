using KeepaliveConsole.Engine.Linux;

namespace KeepaliveConsole.Engine.Tests.Linux;

public sealed class CapabilitiesTests
{
    [Fact]
    public void Effective_IsReadFromItsLine() =>
        Assert.Equal(0x3000UL, Capabilities.ReadEffective("Name:\tx\nCapInh:\t0000000000000001\nCapEff:\t0000000000003000\nCapBnd:\t000001ffffffffff\n"));

    [Theory]
    [InlineData("")]
    [InlineData("CapEff:\tnonsense\n")]
    public void Effective_NotThere_LeavesTheDecisionToTheKernel(string status) => Assert.Equal(ulong.MaxValue, Capabilities.ReadEffective(status));
}
