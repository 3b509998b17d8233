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
            Nodes = await context.Nodes.AsNoTracking().AsSplitQuery().Include(row => row.NotifyFifos).Include(row => row.ServiceNotifyFifos).Include(row => row.MailRecipients).ToListAsync(cancellationToken),
            VrrpInstances = await context.VrrpInstances.AsNoTracking().AsSplitQuery()
                .Include(row => row.VirtualAddresses)
                .Include(row => row.VirtualRoutes)
                .Include(row => row.VirtualRules)
                .Include(row => row.Participants).ThenInclude(row => row.MoreInterfaces)
                .Include(row => row.Participants).ThenInclude(row => row.UnicastPeers)
                .Include(row => row.Participants).ThenInclude(row => row.Tracks)
                .Include(row => row.Participants).ThenInclude(row => row.Notify)
                .ToListAsync(cancellationToken),
            SyncGroups = await context.SyncGroups.AsNoTracking().AsSplitQuery()
                .Include(row => row.Members)
                .Include(row => row.Tracks)
                .Include(row => row.Notify)
                .ToListAsync(cancellationToken),
            TrackScripts = await context.TrackScripts.AsNoTracking().ToListAsync(cancellationToken),
            TrackProcesses = await context.TrackProcesses.AsNoTracking().AsSplitQuery().Include(row => row.Parameters).ToListAsync(cancellationToken),
            TrackFiles = await context.TrackFiles.AsNoTracking().ToListAsync(cancellationToken),
            VirtualServices = await context.VirtualServices.AsNoTracking().AsSplitQuery()
                .Include(row => row.MoreEndpoints)
                .Include(row => row.RealServers).ThenInclude(row => row.Checks).ThenInclude(row => row.Urls).ThenInclude(row => row.StatusCodes)
                .Include(row => row.RealServers).ThenInclude(row => row.Checks).ThenInclude(row => row.Urls).ThenInclude(row => row.PatternOptions)
                .ToListAsync(cancellationToken),
        });

    /// <summary>Writes what differs, object by object: draining one real server rewrites that server, not a thousand others.</summary>
    public static async Task ReplaceAsync(ConsoleDbContext context, ClusterDefinition before, ClusterDefinition after, CancellationToken cancellationToken)
    {
        await ReplaceListAsync(context.Nodes, before.Nodes, after.Nodes, NodeMapping.ToRow, cancellationToken);
        await ReplaceListAsync(context.VrrpInstances, before.VrrpInstances, after.VrrpInstances, VrrpMapping.ToRow, cancellationToken);
        await ReplaceListAsync(context.SyncGroups, before.SyncGroups, after.SyncGroups, DefinitionMapping.ToRow, cancellationToken);
        await ReplaceListAsync(context.TrackScripts, before.TrackScripts, after.TrackScripts, TrackMapping.ToRow, cancellationToken);
        await ReplaceListAsync(context.TrackProcesses, before.TrackProcesses, after.TrackProcesses, TrackMapping.ToRow, cancellationToken);
        await ReplaceListAsync(context.TrackFiles, before.TrackFiles, after.TrackFiles, TrackMapping.ToRow, cancellationToken);
        foreach (Step<VirtualServiceDefinition> step in Steps(before.VirtualServices, after.VirtualServices))
        {
            if (step is { Before: { } was, After: { } now } && was with { RealServers = now.RealServers } == now)
                await ReplaceServersAsync(context, step.Ordinal, was, now, cancellationToken);
            else
                await ReplaceAsync(context.VirtualServices, context.VirtualServices, step, ServiceMapping.ToRow, cancellationToken);
        }
    }

    /// <summary>The service stays; only its real servers differ.</summary>
    private static async Task ReplaceServersAsync(ConsoleDbContext context, int ordinal, VirtualServiceDefinition before, VirtualServiceDefinition after,
        CancellationToken cancellationToken)
    {
        long service = await context.VirtualServices.Where(row => row.Ordinal == ordinal).Select(row => row.Id).SingleAsync(cancellationToken);
        DbSet<RealServerRow> servers = context.Set<RealServerRow>();
        foreach (Step<RealServerDefinition> step in Steps(before.RealServers, after.RealServers))
        {
            await ReplaceAsync(servers, servers.Where(row => row.VirtualServiceId == service), step, server =>
            {
                RealServerRow row = ServiceMapping.ToRow(server);
                row.VirtualServiceId = service;
                return row;
            }, cancellationToken);
        }
    }

    private static async Task ReplaceListAsync<T, TRow>(DbSet<TRow> rows, ValueArray<T> before, ValueArray<T> after, Func<T, TRow> map,
        CancellationToken cancellationToken)
        where T : class
        where TRow : OrderedRow
    {
        foreach (Step<T> step in Steps(before, after)) await ReplaceAsync(rows, rows, step, map, cancellationToken);
    }

    private static async Task ReplaceAsync<T, TRow>(DbSet<TRow> rows, IQueryable<TRow> among, Step<T> step, Func<T, TRow> map, CancellationToken cancellationToken)
        where T : class
        where TRow : OrderedRow
    {
        // At once, before what is added below is saved: a place in a list belongs to one row.
        if (step.Before is not null) await among.Where(row => row.Ordinal == step.Ordinal).ExecuteDeleteAsync(cancellationToken);
        if (step.After is null) return;
        TRow added = map(step.After);
        added.Ordinal = step.Ordinal;
        rows.Add(added);
    }

    /// <summary>The places in which two lists differ.</summary>
    private static IEnumerable<Step<T>> Steps<T>(ValueArray<T> before, ValueArray<T> after)
        where T : class
    {
        for (int ordinal = 0; ordinal < Math.Max(before.Count, after.Count); ordinal++)
        {
            T? was = ordinal < before.Count ? before[ordinal] : null;
            T? now = ordinal < after.Count ? after[ordinal] : null;
            if (!EqualityComparer<T?>.Default.Equals(was, now)) yield return new Step<T>(ordinal, was, now);
        }
    }

    /// <summary>One place of a list: what was there and what shall be; null = nothing.</summary>
    private sealed record Step<T>(int Ordinal, T? Before, T? After)
        where T : class;
}
