using KeepaliveConsole.Browser.Tests.Watching;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace KeepaliveConsole.Browser.Tests.Journey;

/// <summary>The first day of an operator, in a real browser, on a real engine.</summary>
[Collection(BrowserCollection.Name)]
public sealed class JourneyTests
{
    private const string Node = "web1";

    private const string Broken = "10.77.0.101:80";

    private const string Drained = "10.77.0.102:80";

    private const string Conf = """
        vrrp_instance VI_WEB {
            state BACKUP
            interface eth0
            virtual_router_id 77
            priority 150
            advert_int 1
            virtual_ipaddress {
                10.77.0.100/24 dev eth0
            }
        }
        virtual_server 10.77.0.100 80 {
            delay_loop 1
            lb_algo rr
            lb_kind NAT
            protocol TCP
            real_server 10.77.0.101 80 {
                weight 1
                TCP_CHECK {
                    connect_timeout 1
                    retry 2
                    delay_before_retry 1
                }
            }
            real_server 10.77.0.102 80 {
                weight 3
                TCP_CHECK {
                    connect_timeout 1
                    retry 2
                    delay_before_retry 1
                }
            }
        }
        """;

    [Fact]
    public async Task FirstDay_FromTheSetupTokenToWhoDrained()
    {
        using var network = new JourneyNetwork();
        using var console = new ConsoleProcess(JourneyNetwork.Director, Node);
        await using Chromium chromium = await Chromium.StartAsync();
        await using WatchedPage watched = await chromium.OpenAsync(console.Url);
        IPage page = watched.Page;

        await SetupForm.CreateAdministratorAsync(watched, console.SetupToken);
        await ImportAsync(page);
        await OverviewShowsTheOwnerAsync(page);
        await RowTurnsWhenItsServerBreaksAsync(watched, network);
        await DrainAsync(page, "kernel update");
        await AuditShowsWhoDrainedAsync(page, "kernel update");

        Assert.Empty(watched.Complaints);
    }

    private static async Task ImportAsync(IPage page)
    {
        await page.GetByRole(AriaRole.Link, new() { Name = "Import keepalived.conf" }).ClickAsync();
        await page.GetByLabel("Text of keepalived.conf").FillAsync(Conf);
        await page.GetByRole(AriaRole.Button, new() { Name = "Check", Exact = true }).ClickAsync();
        ILocator plan = page.GetByRole(AriaRole.Region, new() { Name = "Result" });
        await Expect(plan).ToContainTextAsync("VRRP instances: 1, virtual services: 1, real servers: 2");
        Assert.False(JourneyNetwork.DirectorHoldsTheAddress());

        await page.GetByRole(AriaRole.Button, new() { Name = "Import", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Go to the overview" }).ClickAsync();
    }

    private static async Task OverviewShowsTheOwnerAsync(IPage page)
    {
        ILocator instance = page.Locator("[data-instance=VI_WEB]");
        await Expect(instance.Locator(".kc-owner strong")).ToHaveTextAsync(Node);
        await Expect(instance.Locator(".kc-owner")).ToContainTextAsync("this node");
        await Expect(instance.Locator(".kc-pill-word")).ToHaveTextAsync("Master");
        await Expect(instance.Locator(".kc-vip-held")).ToHaveTextAsync("10.77.0.100/24");
        await Expect(instance.Locator(".kc-cause-text")).ToContainTextAsync("VI_WEB became Master: no advert from any other router");
        Assert.True(JourneyNetwork.DirectorHoldsTheAddress());
    }

    private static async Task RowTurnsWhenItsServerBreaksAsync(WatchedPage watched, JourneyNetwork network)
    {
        await Rail(watched.Page, "Real servers").ClickAsync();
        ILocator row = Row(watched.Page, Broken);
        await Expect(row.Locator(".kc-cell-state .kc-pill-word")).ToHaveTextAsync("Up");
        await Expect(row.Locator(".kc-in-table")).ToHaveTextAsync("in");
        await watched.WatchAsync($"[data-server='{Broken}'] .kc-cell-state .kc-pill-word");

        network.Break(Broken.Split(':')[0]);
        await Expect(row.Locator(".kc-cell-state .kc-pill-word")).ToHaveTextAsync("Down");
        await Expect(row.Locator(".kc-out-of-table")).ToHaveTextAsync("out");

        Assert.Equal(["Up", "Going down 1/3", "Going down 2/3", "Down"], (await watched.SeenAsync()).Select(seen => seen.Text));
        await Expect(Row(watched.Page, Drained).Locator(".kc-cell-state .kc-pill-word")).ToHaveTextAsync("Up");
    }

    private static async Task DrainAsync(IPage page, string reason)
    {
        ILocator row = Row(page, Drained);
        await row.GetByRole(AriaRole.Button, new() { Name = "Drain", Exact = true }).ClickAsync();
        ILocator dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Reason").FillAsync(reason);
        // The other server is broken: nothing would be left, so the service's name is asked for.
        await dialog.Locator("#impact-name").FillAsync("10.77.0.100:80/tcp");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Drain", Exact = true }).ClickAsync();

        await Expect(row.Locator("[data-label=Wanted]")).ToHaveTextAsync("Drain");
        await Expect(row.Locator(".kc-rs-weight")).ToContainTextAsync("0/3");
        await Expect(row.Locator(".kc-pending")).ToHaveCountAsync(0);
    }

    private static async Task AuditShowsWhoDrainedAsync(IPage page, string reason)
    {
        await Rail(page, "Audit history").ClickAsync();
        ILocator row = page.GetByRole(AriaRole.Row).Filter(new() { Has = page.GetByText("drain", new() { Exact = true }) });
        await Expect(row).ToHaveCountAsync(1);
        await Expect(row).ToContainTextAsync(SetupForm.Administrator);
        await Expect(row).ToContainTextAsync(Drained);
        await Expect(row).ToContainTextAsync(reason);
        await Expect(row).ToContainTextAsync("done");

        await row.GetByRole(AriaRole.Button).First.ClickAsync();
        ILocator difference = page.GetByRole(AriaRole.Region, new() { Name = "Before and after" });
        await Expect(difference.Locator(".kc-diff-removed.kc-diff-text", new() { HasText = "Enabled" }).First).ToBeVisibleAsync();
        await Expect(difference.Locator(".kc-diff-added.kc-diff-text", new() { HasText = "Drain" }).First).ToBeVisibleAsync();
        ILocator byEngine = page.GetByRole(AriaRole.Row).Filter(new() { HasText = "server-down" });
        await Expect(byEngine).ToContainTextAsync(Broken);
        await Expect(byEngine).ToContainTextAsync("engine");
    }

    private static ILocator Rail(IPage page, string name) => page.GetByRole(AriaRole.Navigation, new() { Name = "Pages" }).GetByRole(AriaRole.Link, new() { Name = name, Exact = true });

    private static ILocator Row(IPage page, string address) => page.Locator($"tr[data-server='{address}']");
}
