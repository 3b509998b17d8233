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

    [Theory]
    [InlineData("0 1 2 3", "0=1 1=1 2=1 3=1", "0 1 2 3")]
    [InlineData("0 1 2 3", "0=1 2=1 3=1", "0 3 2")]
    [InlineData("0 1 2 3", "0=1 4=1 2=1 3=1", "0 4 2 3")]
    [InlineData("0 0 1 0", "0=1 1=1", "0 1")]
    [InlineData("", "", "")]
    public void Adjust_ServersComeAndGo_ChangesAsFewSlotsAsCanBe(string before, string counts, string after)
    {
        Dictionary<NftEndpoint, int> wanted = counts.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(part => part.Split('=')).ToDictionary(part => Endpoint(part[0]), part => part[1][0] - '0');

        NftEndpoint[] slots = NftSlots.Adjust([.. before.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Endpoint)], wanted);

        Assert.Equal(after, string.Join(' ', slots.Select(slot => (int)slot.Address.Low - 100)));
    }

    [Fact]
    public void Adjust_ServersCome_AreMixedInWithTheRight()
    {
        NftEndpoint[] before = [.. Enumerable.Range(0, 100).Select(number => Endpoint($"{number}"))];
        Dictionary<NftEndpoint, int> wanted = before.ToDictionary(endpoint => endpoint, _ => 1);
        wanted[Endpoint("500")] = 3;

        NftEndpoint[] after = NftSlots.Adjust(before, wanted);

        Assert.Equal(103, after.Length);
        Assert.Equal(3, after.Count(slot => slot == Endpoint("500")));
        Assert.Equal(100, after.Where(slot => slot != Endpoint("500")).Distinct().Count());
        Assert.InRange(Enumerable.Range(0, 100).Count(slot => after[slot] != before[slot]), 1, 3);
    }

    [Theory]
    [InlineData("=1 =1 =1 =1", "=1 =0 =1 =1")]
    [InlineData("=1 =1 =1", "=1 =5 =2")]
    [InlineData("=7 =1", "=1 =1 =3")]
    [InlineData("=1 =2 =3", "=3 =2")]
    public void AdjustHash_GivesWhatSpreadingAnewWould(string before, string after)
    {
        ValueArray<BalancerDestination> old = Destinations(before);
        ValueArray<BalancerDestination> now = Destinations(after);
        NftEndpoint[] slots = [.. NftHashSlots.Spread(old).Select(index => NftEndpoint.Of(old[index]))];

        NftEndpoint[]? adjusted = NftHashSlots.Adjust(slots, Weights(old), Weights(now));

        Assert.Equal(NftHashSlots.Spread(now).Select(index => NftEndpoint.Of(now[index])), adjusted);
    }

    [Fact]
    public void Spread_TenThousandWeights_KeepsSharesWithinTheLimit()
    {
        BalancerDestination[] many = [.. Enumerable.Range(0, 10_000).Select(number => Destination($"10.3.{number / 250}.{number % 250}:80={1 + (number % 1000)}"))];

        int[] slots = NftSlots.Spread(Scheduler.WeightedRoundRobin, many.ToValueArray());

        Assert.InRange(slots.Length, 39_000, 43_000);
        Assert.Equal(10_000, slots.Distinct().Count());
        Assert.InRange(slots.Count(index => index == 999), 7, 9);
    }

    private static NftEndpoint Endpoint(string number) => new(AddressKey.FromIPv4(100 + uint.Parse(number, System.Globalization.CultureInfo.InvariantCulture)), 80);

    private static Dictionary<NftEndpoint, int> Weights(ValueArray<BalancerDestination> destinations) => destinations.ToDictionary(NftEndpoint.Of, destination => destination.Weight);

    private static ValueArray<BalancerDestination> Destinations(string weights) =>
        weights.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select((weight, index) => Destination($"10.2.0.{101 + index}:80{weight}")).ToValueArray();
}
