using KeepaliveConsole.Data.Mapping;
using KeepaliveConsole.Data.Revisions;
using KeepaliveConsole.Engine;
using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Data.Tests.Mapping;

public sealed class DefinitionMappingTests
{
    [Fact]
    public void Rows_OfThousandDefinitions_GiveTheSameDefinitionBack()
    {
        for (int seed = 0; seed < 1000; seed++)
        {
            ClusterDefinition definition = new DefinitionGenerator(seed).Next();

            ClusterDefinition back = DefinitionMapping.ToDefinition(DefinitionMapping.ToRows(definition));

            Assert.True(definition.Equals(back), $"seed {seed}");
        }
    }

    [Fact]
    public void Rows_InAnyOrder_GiveTheDefinitionInItsOrder()
    {
        DefinitionRows rows = DefinitionMapping.ToRows(Samples.Cluster);
        rows.Nodes.Reverse();
        rows.VirtualServices[0].RealServers.Reverse();
        rows.VrrpInstances[0].Participants.Reverse();

        Assert.Equal(Samples.Cluster, DefinitionMapping.ToDefinition(rows));
    }

    [Fact]
    public async Task Database_TakenFromOneDefinitionToTheNext_HoldsExactlyTheLast()
    {
        using var folder = new TempFolder();
        await using TestStore store = await TestStore.OpenAsync(folder.Data);
        ClusterDefinition before = ClusterDefinition.Empty;
        for (int seed = 0; seed < 40; seed++)
        {
            ClusterDefinition after = Mixed(before, new DefinitionGenerator(seed).Next(), seed);
            await store.Gate.WriteAsync(async context =>
            {
                await DefinitionTables.ReplaceAsync(context, before, after, CancellationToken.None);
                return await context.SaveChangesAsync();
            }, CancellationToken.None);

            ClusterDefinition read = await store.Gate.ReadAsync(context => DefinitionTables.LoadAsync(context, CancellationToken.None), CancellationToken.None);

            Assert.True(after.Equals(read), $"seed {seed}");
            before = after;
        }
    }

    [Fact]
    public async Task Database_AfterEverythingIsRemoved_HasNoRowLeft()
    {
        using var folder = new TempFolder();
        await using TestStore store = await TestStore.OpenAsync(folder.Data);
        ClusterDefinition full = new DefinitionGenerator(7).Next();
        foreach ((ClusterDefinition before, ClusterDefinition after) in new[] { (ClusterDefinition.Empty, full), (full, ClusterDefinition.Empty) })
        {
            await store.Gate.WriteAsync(async context =>
            {
                await DefinitionTables.ReplaceAsync(context, before, after, CancellationToken.None);
                return await context.SaveChangesAsync();
            }, CancellationToken.None);
        }

        string[] tables = ["Nodes", "NotifyFifos", "ServiceNotifyFifos", "VrrpInstances", "VirtualAddresses", "VirtualRoutes", "VirtualRules", "VrrpParticipants", "HeartbeatLines", "UnicastPeers", "Tracks",
            "ParticipantNotify", "SyncGroups", "SyncGroupMembers", "SyncGroupTracks", "SyncGroupNotify", "TrackScripts", "TrackProcesses", "ProcessParameters", "TrackFiles", "VirtualServices", "RealServers", "Checks", "HttpUrls", "StatusCodes", "PatternOptions", "ServiceRanges"];
        Assert.All(tables, table => Assert.Equal(0L, TestStore.Ask(store.Options.DatabasePath, $"SELECT count(*) FROM {table}")));
    }

    /// <summary>Keeps some objects, moves some, edits real servers of some, replaces the rest: what an edit does.</summary>
    private static ClusterDefinition Mixed(ClusterDefinition before, ClusterDefinition fresh, int seed) => (seed % 4) switch
    {
        0 => fresh,
        1 => fresh with
        {
            VirtualServices = before.VirtualServices.Concat(fresh.VirtualServices).ToValueArray(),
            VrrpInstances = before.VrrpInstances.Reverse().Concat(fresh.VrrpInstances).ToValueArray(),
            SyncGroups = before.SyncGroups,
        },
        2 => before with { VirtualServices = before.VirtualServices.Select(service => service with { RealServers = Edited(service, fresh) }).ToValueArray() },
        _ => before with { VirtualServices = before.VirtualServices.Skip(1).ToValueArray(), Nodes = fresh.Nodes },
    };

    private static ValueArray<RealServerDefinition> Edited(VirtualServiceDefinition service, ClusterDefinition fresh)
        => service.RealServers.Skip(1).Concat(fresh.VirtualServices.SelectMany(other => other.RealServers)).ToValueArray();
}
