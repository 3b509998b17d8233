using System.Net;
using System.Text;
using System.Text.Json;
using KeepaliveConsole.Data.Revisions;
using KeepaliveConsole.Data.Tests;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Definitions.Json;
using KeepaliveConsole.Engine.Tests.Definitions;
using KeepaliveConsole.Web.Auth;
using Microsoft.Extensions.DependencyInjection;

namespace KeepaliveConsole.Web.Tests.Api;

/// <summary>What a program puts is what it gets, and what the next start of the console gets: every member, from the API to the rows and back.</summary>
public sealed class DefinitionRoundTripTests : IDisposable
{
    private readonly string _directory = Scratch.Make("kc-reopen-");

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task Put_OfEveryMember_IsReadBackTheSame_AlsoAfterReopening()
    {
        ClusterDefinition full = SampleCluster.Full;
        await using (var console = new ConsoleFactory(_directory))
        {
            await console.ReadyAsync();
            HttpClient admin = console.As(Roles.Admin);
            HttpResponseMessage put = await PutAsync(admin, DefinitionJson.Write(full));
            Assert.Equal((HttpStatusCode.OK, 2L), (put.StatusCode, (await put.JsonAsync()).GetProperty("revision").GetInt64()));
            Assert.Equal(full, Assert.Single(console.Engine.Applied).Definition);
            await AssertReadsAsync(admin, full);
        }

        await using (var reopened = new ConsoleFactory(_directory))
        {
            HttpClient admin = reopened.As(Roles.Admin);
            await AssertReadsAsync(admin, full);
            Assert.Equal(full, await StoredAsync(reopened));
            Assert.Equal((full, 2L), Assert.Single(reopened.Engine.Applied));

            // Putting back what was read, with its masked password, changes nothing.
            HttpResponseMessage again = await PutAsync(admin, await admin.GetStringAsync("/api/v1/cluster"));
            Assert.Equal("Unchanged", (await again.JsonAsync()).GetProperty("status").GetString());
        }
    }

    [Fact]
    public async Task Release_SurvivesTheReopening_AndResumeEndsIt()
    {
        const string actions = "/api/v1/vrrp-instances/VI_WEB/actions/";
        await using (var console = new ConsoleFactory(_directory))
        {
            await console.ReadyAsync();
            Assert.Equal(HttpStatusCode.OK, (await console.As(Roles.Operator).PostAsync(actions + "release", null)).StatusCode);
        }

        await using (var reopened = new ConsoleFactory(_directory))
        {
            Assert.True((await StoredAsync(reopened)).VrrpInstances[0].Participants[0].Released);
            (ClusterDefinition applied, long revision) = Assert.Single(reopened.Engine.Applied);
            Assert.Equal((true, 2L), (applied.VrrpInstances[0].Participants[0].Released, revision));

            Assert.Equal(HttpStatusCode.OK, (await reopened.As(Roles.Operator).PostAsync(actions + "resume", null)).StatusCode);
            Assert.False(reopened.Engine.Applied[1].Definition.VrrpInstances[0].Participants[0].Released);
        }

        await using (var third = new ConsoleFactory(_directory)) Assert.False((await StoredAsync(third)).VrrpInstances[0].Participants[0].Released);
    }

    [Fact]
    public async Task Put_OfWhatTheLoadBalancerCannotDo_IsRefusedWithTheReason_UnlessItWasSoAlready()
    {
        await using var console = new ConsoleFactory(_directory);
        await console.ReadyAsync();
        HttpClient admin = console.As(Roles.Admin);
        Assert.Equal(HttpStatusCode.OK, (await PutAsync(admin, DefinitionJson.Write(SampleCluster.Small))).StatusCode);
        console.Engine.Refusal = service => service.Name == "new" ? "nftables cannot do direct routing; choose NAT" : null;
        ClusterDefinition more = SampleCluster.Small with { VirtualServices = [.. SampleCluster.Small.VirtualServices, SampleCluster.Service("10.88.0.110") with { Name = "new" }] };

        HttpResponseMessage refused = await PutAsync(admin, DefinitionJson.Write(more));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        JsonElement error = Assert.Single((await refused.JsonAsync()).GetProperty("errors").EnumerateArray(), each => each.GetProperty("code").GetString() == "balancer.refuses");
        Assert.Equal(("/virtualServices/1", "Virtual service new: nftables cannot do direct routing; choose NAT."), (error.GetProperty("pointer").GetString(), error.GetProperty("message").GetString()));

        console.Engine.Refusal = _ => null;
        Assert.Equal(HttpStatusCode.OK, (await PutAsync(admin, DefinitionJson.Write(more))).StatusCode);
        console.Engine.Refusal = _ => "nothing works now";
        Assert.Equal(HttpStatusCode.OK, (await admin.PostAsync("/api/v1/virtual-services/new/real-servers/10.88.0.101:80/actions/drain", null)).StatusCode);
    }

    private static async Task AssertReadsAsync(HttpClient client, ClusterDefinition expected)
    {
        HttpResponseMessage response = await client.GetAsync("/api/v1/cluster");
        Assert.Equal($"\"{DefinitionJson.Hash(expected)}\"", response.Headers.ETag!.ToString());
        Assert.Equal(DefinitionJson.WriteMasked(expected), await response.Content.ReadAsStringAsync());
    }

    private static async Task<ClusterDefinition> StoredAsync(ConsoleFactory console) =>
        (await console.Services.GetRequiredService<IDefinitionStore>().FindCurrentAsync(CancellationToken.None))!.Definition;

    private static Task<HttpResponseMessage> PutAsync(HttpClient client, string json)
    {
        var request = new HttpRequestMessage(HttpMethod.Put, "/api/v1/cluster") { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        request.Headers.TryAddWithoutValidation("If-Match", "*");
        return client.SendAsync(request);
    }
}
