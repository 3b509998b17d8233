using KeepaliveConsole.Engine.Balancing;
using KeepaliveConsole.Engine.Hosting;
using KeepaliveConsole.Engine.Runtime.Balancing;

namespace KeepaliveConsole.Engine.Tests.Balancing;

public class LoadBalancerSelectionTests
{
    [Theory]
    [InlineData(LoadBalancerChoice.Ipvs, "ipvs")]
    [InlineData(LoadBalancerChoice.Nftables, "nftables")]
    [InlineData(LoadBalancerChoice.None, "none")]
    public void Create_NamedOutright_IsTakenWhateverTheHostHas(LoadBalancerChoice choice, string kind)
    {
        using ILoadBalancer balancer = LoadBalancerSelection.Create(new EngineOptions { LoadBalancer = choice });

        Assert.Equal(kind, balancer.Kind);
    }

    [Theory]
    [InlineData(null, null, "ipvs")]
    [InlineData(null, "no nft", "ipvs")]
    [InlineData("no ip_vs", null, "nftables")]
    [InlineData("no ip_vs", "no nft", "none")]
    public void Best_OfWhatThereIs_PrefersIpvsThenNftables(string? noIpvs, string? noNftables, string kind)
    {
        using ILoadBalancer balancer = LoadBalancerSelection.Best(new EngineOptions(), () => noIpvs, () => noNftables);

        Assert.Equal(kind, balancer.Kind);
    }

    [Fact]
    public void Best_NothingThere_SaysBothReasons()
    {
        using ILoadBalancer balancer = LoadBalancerSelection.Best(new EngineOptions(), () => "no ip_vs", () => "no nft");

        Assert.Equal("no load balancer: no ip_vs; no nft", balancer.Read().Problem);
    }
}
