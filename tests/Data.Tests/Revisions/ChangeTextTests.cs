using System.Net;
using System.Text.Json.Nodes;
using KeepaliveConsole.Data.Audit;
using KeepaliveConsole.Data.Revisions;
using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Data.Tests.Revisions;

public sealed class ChangeTextTests
{
    [Fact]
    public void Drain_ShowsOnlyTheServerAndWhatChanged()
    {
        (string? before, string after) = ChangeText.Describe(Samples.Cluster, Samples.Drain.Edit(Samples.Cluster));

        AssertJson("""{"virtualServices":[{"name":"web","realServers":[{"address":"10.88.0.101","port":80,"admin":"Enabled"}]}]}""", before);
        AssertAfter("web 10.88.0.101:80", """{"virtualServices":[{"name":"web","realServers":[{"address":"10.88.0.101","port":80,"admin":"Drain"}]}]}""", after);
    }

    [Fact]
    public void ChangedPassword_ShowsMasksOnBothSides()
    {
        (string? before, string after) = ChangeText.Describe(Samples.Cluster, Samples.WithPassword(Samples.Cluster, "other"));

        AssertJson("""{"vrrpInstances":[{"name":"VI_WEB","authentication":{"password":"***"}}]}""", before);
        AssertAfter("VI_WEB: password *** -> ***", """{"vrrpInstances":[{"name":"VI_WEB","authentication":{"password":"***"}}]}""", after);
    }

    [Fact]
    public void RemovedServer_IsWholeBeforeAndGoneAfter()
    {
        VirtualServiceDefinition service = Samples.Cluster.VirtualServices[0];
        ClusterDefinition fewer = Samples.Cluster with { VirtualServices = [service with { RealServers = [service.RealServers[0]] }] };

        (string? before, string after) = ChangeText.Describe(Samples.Cluster, fewer);

        JsonNode removed = JsonNode.Parse(before!)!["virtualServices"]![0]!["realServers"]!.AsArray().Single()!;
        Assert.Equal("10.88.0.102", (string?)removed["address"]);
        Assert.Equal("/healthCheck", (string?)removed["checks"]![0]!["urls"]![0]!["path"]);
        AssertAfter("real server 10.88.0.102:80", """{"virtualServices":[{"name":"web","realServers":[]}]}""", after);
    }

    [Fact]
    public void OtherOrderOfAddresses_ShowsBothLists()
    {
        VrrpInstanceDefinition instance = Samples.Cluster.VrrpInstances[0];
        VirtualAddressDefinition second = new() { Address = IPAddress.Parse("10.88.0.99"), PrefixLength = 24 };
        ClusterDefinition one = Samples.Cluster with { VrrpInstances = [instance with { VirtualAddresses = [.. instance.VirtualAddresses, second] }] };
        ClusterDefinition two = Samples.Cluster with { VrrpInstances = [instance with { VirtualAddresses = [second, .. instance.VirtualAddresses] }] };

        (string? before, string after) = ChangeText.Describe(one, two);

        Assert.Equal(["10.88.0.100", "10.88.0.99"], Addresses(before));
        Assert.Equal(["10.88.0.99", "10.88.0.100"], Addresses(after));
    }

    [Fact]
    public async Task Secrets_AreInNoAuditRowAndInNoText()
    {
        using var folder = new TempFolder();
        await using TestStore store = await TestStore.OpenAsync(folder.Data);
        await store.Definitions.SaveAsync(Samples.Import(), default);
        await store.Definitions.SaveAsync(Samples.Drain with { Edit = definition => Samples.WithPassword(definition, "swordfish") }, default);
        await store.Definitions.SaveAsync(Samples.Drain with { Edit = definition => definition with { VrrpInstances = [] } }, default);

        Page<AuditRecord> audit = await store.Audit.QueryAsync(new AuditQuery(), default);
        StoredDefinition stored = (await store.Definitions.FindCurrentAsync(default))!;

        Assert.Equal(3, audit.Items.Count);
        string everything = string.Join('\n', audit.Items) + store.Log.Lines.Aggregate("", (text, line) => text + line.Text) + stored + Samples.Cluster;
        Assert.DoesNotContain(Samples.Password, everything, StringComparison.Ordinal);
        Assert.DoesNotContain("swordfish", everything, StringComparison.Ordinal);
        Assert.Contains("***", everything, StringComparison.Ordinal);
        Assert.Equal(0L, TestStore.Ask(store.Options.DatabasePath, "SELECT count(*) FROM AuditRows WHERE (Before || After || SearchText) LIKE '%swordfish%'"));
    }

    /// <summary>One change, named in its sentence, and the objects it touched.</summary>
    private static void AssertAfter(string change, string expected, string actual)
    {
        JsonObject after = JsonNode.Parse(actual)!.AsObject();
        Assert.Contains(change, (string?)Assert.Single(after["changes"]!.AsArray()), StringComparison.Ordinal);
        after.Remove("changes");
        AssertJson(expected, after.ToJsonString());
    }

    private static void AssertJson(string expected, string? actual)
        => Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), JsonNode.Parse(actual!)), actual);

    private static IEnumerable<string?> Addresses(string? json)
        => JsonNode.Parse(json!)!["vrrpInstances"]![0]!["virtualAddresses"]!.AsArray().Select(address => (string?)address!["address"]);
}
