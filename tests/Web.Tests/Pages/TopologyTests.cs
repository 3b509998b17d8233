using System.Globalization;
using System.Net;
using Bunit;
using KeepaliveConsole.Engine;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Web.Components.Texts;
using KeepaliveConsole.Web.Features.Topology;
using KeepaliveConsole.Web.Tests.Fakes;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace KeepaliveConsole.Web.Tests.Pages;

public class TopologyTests : PageTest
{
    private const string ServiceId = $"service:{FakeStatus.Service}";
    private const string ServerId = $"server:{FakeStatus.Service} 10.88.0.101:80";

    private TopologyModel Model(EngineStatus? status = null) => TopologyModel.From(status ?? Engine.Current, Noon, new ConsoleText());

    private static (double, double) Place(TopologyLayout layout, string id) => (layout[id].X, layout[id].Y);

    [Fact]
    public void Layout_StandsInColumns_EachInTheMiddleOfWhatItLeadsTo()
    {
        TopologyModel model = Model();

        var layout = TopologyLayout.Of(model.Nodes, model.Edges);

        Assert.Equal(["clients", "node:l1", "instance:VI_WEB", "address:10.88.0.100", ServiceId, ServerId, $"server:{FakeStatus.Service} 10.88.0.102:80"], model.Nodes.Select(node => node.Id));
        Assert.Equal((1170, 40), Place(layout, ServerId));
        Assert.Equal((942, 65), Place(layout, ServiceId));
        Assert.Equal((30, 65), Place(layout, "clients"));
        Assert.Equal(160, layout.Height);
    }

    [Fact]
    public void Layout_NoStateMovesAnything()
    {
        TopologyModel up = Model();
        TopologyModel down = Model(Engine.Current.With("10.88.0.101:80", server => server with { State = RealServerState.Down, InTable = false }));

        TopologyLayout before = TopologyLayout.Of(up.Nodes, up.Edges), after = TopologyLayout.Of(down.Nodes, down.Edges);

        Assert.All(up.Nodes, node => Assert.Equal(before[node.Id], after[node.Id]));
        Assert.Equal(new TopologyEdge(ServiceId, ServerId, "up", false), up.Edges.Single(edge => edge.To == ServerId));
        Assert.Equal(new TopologyEdge(ServiceId, ServerId, "down", true), down.Edges.Single(edge => edge.To == ServerId));
    }

    [Fact]
    public void Layout_BoxesOfAColumnNeverOverlap()
    {
        VirtualServiceStatus service = Engine.Current.VirtualServices[0];
        TopologyModel model = Model(Engine.Current with { VirtualServices = [service, service with { Name = "b", RealServers = [] }, service with { Name = "c", RealServers = [] }, service with { Name = "d" }] });

        var layout = TopologyLayout.Of(model.Nodes, model.Edges);

        foreach (IGrouping<TopologyLayer, TopologyNode> column in model.Nodes.GroupBy(node => node.Layer))
        {
            double[] tops = [.. column.Select(node => layout[node.Id].Y)];
            Assert.All(tops.Zip(tops.Skip(1)), pair => Assert.True(pair.Second - pair.First >= TopologyLayout.RowStep));
        }
    }

    [Fact]
    public void Model_BackupNode_DrawsTheOwnerAndStandsByItself()
    {
        TopologyModel model = Model(Engine.Current.WithInstance(instance => instance with
        {
            State = VrrpState.Backup,
            Owner = new VrrpOwner("l2", IPAddress.Parse("10.88.0.12"), 250, Noon),
            VirtualAddresses = [instance.VirtualAddresses[0] with { Held = false }],
        }));

        Assert.Equal(["node:l1", "node:l2"], model.Nodes.Where(node => node.Layer == TopologyLayer.Nodes).Select(node => node.Id));
        Assert.True(model.Edges.Single(edge => edge.From == "node:l1" && edge.To == "instance:VI_WEB").Standby);
        Assert.Equal(new TopologyEdge("node:l2", "instance:VI_WEB", "up", false), model.Edges.Single(edge => edge.From == "node:l2"));
        Assert.Equal("up", model.Nodes.Single(node => node.Id == "address:10.88.0.100").Token.Style);
    }

    [Fact]
    public void Model_SplitBrain_BothClaimAndDisagree()
    {
        TopologyModel model = Model(Engine.Current.WithInstance(instance => instance with { SplitBrain = FakeStatus.SplitBrain() }));

        Assert.Equal(["node:10.88.0.12", "node:l1"], model.Edges.Where(edge => edge.To == "instance:VI_WEB" && edge.Disagrees).Select(edge => edge.From).Order());
    }

    [Fact]
    public void Model_ManyServers_AreOneBoxForEachService()
    {
        VirtualServiceStatus service = Engine.Current.VirtualServices[0];
        RealServerStatus[] servers = [.. Enumerable.Range(1, 40).Select(host => FakeStatus.RealServer($"10.0.0.{host}:80") with { State = host <= 2 ? RealServerState.Down : RealServerState.Up })];
        TopologyModel model = Model(Engine.Current with { VirtualServices = [.. Enumerable.Range(0, 6).Select(number => service with { Name = string.Create(CultureInfo.InvariantCulture, $"s{number}"), RealServers = servers.ToValueArray() })] });

        Assert.Equal(6, model.Nodes.Count(node => node.Layer == TopologyLayer.Servers));
        TopologyNode bundle = model.Nodes.Single(node => node.Id == "servers:s3");
        Assert.Equal(("38 up, 2 down", "warning"), (bundle.Label, bundle.Token.Style));
    }

    [Fact]
    public void Model_AThousandServices_AreOneBoxForEachAddress()
    {
        VirtualServiceStatus service = Engine.Current.VirtualServices[0];
        TopologyModel model = Model(Engine.Current with { VirtualServices = [.. Enumerable.Range(0, 1000).Select(number => service with { Name = string.Create(CultureInfo.InvariantCulture, $"s{number}"), QuorumUp = number > 1 })] });

        TopologyNode bundle = model.Nodes.Single(node => node.Layer == TopologyLayer.Services);
        Assert.Equal(("1000 services", "2 without quorum", "down"), (bundle.Label, bundle.Detail, bundle.Token.Style));
        Assert.Equal("2000 up, 0 down", model.Nodes.Single(node => node.Layer == TopologyLayer.Servers).Label);
    }

    [Fact]
    public void Page_Enter_SelectsThroughTheAddressAndOpensThePanel()
    {
        var page = Render<TopologyPage>();

        page.Find($"[data-node='{ServiceId}']").KeyDown("Enter");

        Assert.Contains("select=service", Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
        page.WaitForAssertion(() => Assert.Equal("true", page.Find($"[data-node='{ServiceId}']").GetAttribute("aria-pressed")));
        Assert.Equal($"real-servers?search={Uri.EscapeDataString(FakeStatus.Service)}", page.Find(".kc-topo-panel .kc-button-primary").GetAttribute("href"));
        Assert.Equal(2, page.FindAll(".kc-topo-next").Count);
    }

    [Fact]
    public void Page_ServerFails_RestylesInPlace()
    {
        var page = Render<TopologyPage>();
        string? before = page.Find($"[data-node='{ServerId}']").GetAttribute("transform");

        Publish(new RealServerStateChanged(FakeStatus.Service, "10.88.0.101:80", RealServerState.Up, RealServerState.Down, "refused"),
            status => status.With("10.88.0.101:80", server => server with { State = RealServerState.Down, InTable = false }));

        AdvanceUntil(() => Assert.Contains("kc-state-down", page.Find($"[data-node='{ServerId}']").ClassList));
        Assert.Equal(before, page.Find($"[data-node='{ServerId}']").GetAttribute("transform"));
    }

    [Fact]
    public void Page_TheTableIsAlwaysThere_AndSearchDimsTheRest()
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo("topology?search=VI_WEB");

        var page = Render<TopologyPage>();

        Assert.Equal(7, page.FindAll("tbody tr").Count);
        Assert.Contains("10.88.0.101:80, 10.88.0.102:80", page.Find($"[data-row='{ServiceId}']").TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("kc-topo-dim", page.Find("[data-node='instance:VI_WEB']").ClassList);
        Assert.Equal(6, page.FindAll(".kc-topo-dim").Count);
    }

    [Fact]
    public void Page_NothingDefined_LeadsToImport()
    {
        Engine.Current = Engine.Current with { Vrrp = [], VirtualServices = [] };

        Assert.Equal("import", Render<TopologyPage>().Find(".kc-empty a").GetAttribute("href"));
    }
}
