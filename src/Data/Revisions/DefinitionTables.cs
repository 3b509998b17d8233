using KeepaliveConsole.Data.Entities;
using KeepaliveConsole.Data.Mapping;
using KeepaliveConsole.Engine;
using KeepaliveConsole.Engine.Definitions;
using Microsoft.EntityFrameworkCore;

namespace KeepaliveConsole.Data.Revisions;

/// <summary>Reads the definition from its tables, and brings the tables from one definition to the next.</summary>
internal static class DefinitionTables
{
    public static async Task<ClusterDefinition> LoadAsync(ConsoleDbContext context, CancellationToken cancellationToken)
        => DefinitionMapping.ToDefinition(new DefinitionRows
        {
            Nodes = await context.Nodes.AsNoTracking().ToListAsync(cancellationToken),
            VrrpInstances = await context.VrrpInstances.AsNoTracking().AsSplitQuery()
                .Include(row => row.VirtualAddresses)
                .Include(row => row.Participants).ThenInclude(row => row.UnicastPeers)
                .Include(row => row.Participants).ThenInclude(row => row.Tracks)
                .ToListAsync(cancellationToken),
            SyncGroups = await context.SyncGroups.AsNoTracking().AsSplitQuery().Include(row => row.Members).ToListAsync(cancellationToken),
            TrackScripts = await context.TrackScripts.AsNoTracking().ToListAsync(cancellationToken),
            TrackProcesses = await context.TrackProcesses.AsNoTracking().ToListAsync(cancellationToken),
            VirtualServices = await context.VirtualServices.AsNoTracking().AsSplitQuery()
                .Include(row => row.RealServers).ThenInclude(row => row.Checks).ThenInclude(row => row.Urls).ThenInclude(row => row.StatusCodes)
                .ToListAsync(cancellationToken),
        });

    /// <summary>Writes what differs, object by object: draining one real server rewrites its service, not a thousand others.</summary>
    public static async Task ReplaceAsync(ConsoleDbContext context, ClusterDefinition before, ClusterDefinition after, CancellationToken cancellationToken)
    {
        await ReplaceListAsync(context.Nodes, before.Nodes, after.Nodes, DefinitionMapping.ToRow, cancellationToken);
        await ReplaceListAsync(context.VrrpInstances, before.VrrpInstances, after.VrrpInstances, VrrpMapping.ToRow, cancellationToken);
        await ReplaceListAsync(context.SyncGroups, before.SyncGroups, after.SyncGroups, DefinitionMapping.ToRow, cancellationToken);
        await ReplaceListAsync(context.TrackScripts, before.TrackScripts, after.TrackScripts, TrackMapping.ToRow, cancellationToken);
        await ReplaceListAsync(context.TrackProcesses, before.TrackProcesses, after.TrackProcesses, TrackMapping.ToRow, cancellationToken);
        await ReplaceListAsync(context.VirtualServices, before.VirtualServices, after.VirtualServices, ServiceMapping.ToRow, cancellationToken);
    }

    private static async Task ReplaceListAsync<T, TRow>(DbSet<TRow> rows, ValueArray<T> before, ValueArray<T> after, Func<T, TRow> map,
        CancellationToken cancellationToken)
        where TRow : OrderedRow
    {
        for (int ordinal = 0; ordinal < Math.Max(before.Count, after.Count); ordinal++)
        {
            bool had = ordinal < before.Count;
            bool has = ordinal < after.Count;
            if (had && has && EqualityComparer<T>.Default.Equals(before[ordinal], after[ordinal])) continue;
            int place = ordinal;
            if (had) await rows.Where(row => row.Ordinal == place).ExecuteDeleteAsync(cancellationToken);
            if (!has) continue;
            TRow added = map(after[ordinal]);
            added.Ordinal = ordinal;
            rows.Add(added);
        }
    }
}
