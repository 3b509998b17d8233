using KeepaliveConsole.Data.Audit;
using KeepaliveConsole.Data.Revisions;
using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Data.Tests.Revisions;

public sealed class ChangeEntriesTests
{
    [Fact]
    public void APart_ReadsAsTheWholeDoes_WhenNothingElseChanged()
    {
        ClusterDefinition after = Samples.Drain.Edit(Samples.Cluster);
        AuditEntry whole = Assert.Single(Of(Samples.Drain, Samples.Cluster, after));

        AuditEntry part = Assert.Single(Of(Samples.Drain with { Parts = [Part(0), Part(1)] }, Samples.Cluster, after));

        Assert.Equal(whole with { Object = "part 0" }, part);
    }

    [Fact]
    public void EachPartThatDiffers_HasAnEntry_OfNothingButItself()
    {
        VirtualServiceDefinition service = Samples.Cluster.VirtualServices[0];
        ClusterDefinition after = Samples.Cluster with { VirtualServices = [service with { RealServers = [.. service.RealServers.Select(server => server with { Admin = AdminState.Drain })] }] };

        AuditEntry[] entries = Of(Samples.Drain with { Parts = [Part(0), Part(1)] }, Samples.Cluster, after);

        Assert.Equal(["part 0", "part 1"], entries.Select(entry => entry.Object));
        Assert.Contains("10.88.0.102", entries[1].After, StringComparison.Ordinal);
        Assert.DoesNotContain("10.88.0.101", entries[1].Before + entries[1].After, StringComparison.Ordinal);
    }

    [Fact]
    public void WhenNoPartIsWhatChanged_TheWholeHasTheEntry() =>
        Assert.Equal(Samples.Drain.Object, Assert.Single(Of(Samples.Drain with { Parts = [Part(1)] }, Samples.Cluster, Samples.Drain.Edit(Samples.Cluster))).Object);

    private static AuditEntry[] Of(DefinitionChange change, ClusterDefinition before, ClusterDefinition after)
        => [.. ChangeEntries.Of(change, new StoredDefinition(2, after, "", ManualClock.Noon, ""), new StoredDefinition(1, before, "", ManualClock.Noon, ""))];

    private static ChangePart Part(int server) => new($"part {server}", definition => ClusterDefinition.Empty with
    {
        VirtualServices = [definition.VirtualServices[0] with { RealServers = [definition.VirtualServices[0].RealServers[server]] }],
    });
}
