using KeepaliveConsole.Engine.Balancing;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Linux.Nftables;
using static KeepaliveConsole.Engine.Tests.Balancing.TableText;

namespace KeepaliveConsole.Engine.Tests.Balancing;

public class NftSlotsTests
{
    [Theory]
    [InlineData("=3 =1", "0 0 1 0")]
    [InlineData("=300 =100", "0 0 1 0")]
    [InlineData("=1 =1 =1", "0 1 2")]
    [InlineData("=7", "0")]
    [InlineData("=0 =5", "1")]
    [InlineData("=5 =1 =1", "0 0 1 0 2 0 0")]
    [InlineData("=0 =0", "")]
    [InlineData("", "")]
    public void Spread_WeightedRoundRobin_MixesTheServersInExactShares(string weights, string slots) =>
        Assert.Equal(slots, string.Join(' ', NftSlots.Spread(Scheduler.WeightedRoundRobin, Destinations(weights))));

    [Theory]
    [InlineData("=3 =1", "0 1")]
    [InlineData("=9 =0 =1", "0 2")]
    public void Spread_RoundRobin_GivesEachServerThatTakesConnectionsOneSlot(string weights, string slots) =>
        Assert.Equal(slots, string.Join(' ', NftSlots.Spread(Scheduler.RoundRobin, Destinations(weights))));

    [Fact]
    public void Spread_WeightsTooFineForTheMap_AreRoundedButNobodyIsLeftOut()
    {
        int[] slots = NftSlots.Spread(Scheduler.WeightedRoundRobin, Destinations("=65535 =32768 =1"));

        Assert.InRange(slots.Length, 1000, NftSlots.MostWeightedSlots + 3);
        Assert.InRange(slots.Count(index => index == 0) / (double)slots.Length, 0.66, 0.67);
        Assert.InRange(slots.Count(index => index == 1) / (double)slots.Length, 0.33, 0.34);
        Assert.Equal(1, slots.Count(index => index == 2));
    }

    [Fact]
    public void Spread_SourceHash_SharesFollowTheWeights()
    {
        int[] slots = NftSlots.Spread(Scheduler.SourceHash, Destinations("=1 =2 =1 =0"));

        Assert.Equal(NftSlots.HashSlots, slots.Length);
        Assert.InRange(slots.Count(index => index == 0), 100, 156);
        Assert.InRange(slots.Count(index => index == 1), 220, 292);
        Assert.InRange(slots.Count(index => index == 2), 100, 156);
        Assert.Equal(0, slots.Count(index => index == 3));
    }

    [Fact]
    public void Spread_SourceHashAndAServerLeaves_OnlyItsOwnClientsMove()
    {
        ValueArray<BalancerDestination> all = Destinations("=1 =1 =1 =1");
        int[] before = NftSlots.Spread(Scheduler.SourceHash, all);
        int[] after = NftSlots.Spread(Scheduler.SourceHash, [all[0], all[1], all[3]]);

        for (int slot = 0; slot < NftSlots.HashSlots; slot++)
            if (before[slot] != 2) Assert.Equal(all[before[slot]], new[] { all[0], all[1], all[3] }[after[slot]]);
    }

    [Fact]
    public void Spread_SourceHashOnTwoDirectors_AgreesWhateverTheOrder()
    {
        ValueArray<BalancerDestination> one = Destinations("=1 =2 =3");
        ValueArray<BalancerDestination> other = [one[2], one[0], one[1]];

        Assert.Equal(
            NftSlots.Spread(Scheduler.SourceHash, one).Select(index => one[index]),
            NftSlots.Spread(Scheduler.SourceHash, other).Select(index => other[index]));
    }

    private static ValueArray<BalancerDestination> Destinations(string weights) =>
        weights.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select((weight, index) => Destination($"10.2.0.{101 + index}:80{weight}")).ToValueArray();
}
