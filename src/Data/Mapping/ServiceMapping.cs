using KeepaliveConsole.Data.Entities;
using KeepaliveConsole.Engine.Definitions;
using static KeepaliveConsole.Data.Mapping.OrderedLists;

namespace KeepaliveConsole.Data.Mapping;

/// <summary>Virtual services and real servers ↔ rows.</summary>
internal static class ServiceMapping
{
    public static VirtualServiceRow ToRow(VirtualServiceDefinition service) => new()
    {
        Name = service.Name,
        Address = service.Key.Address,
        Port = service.Key.Port,
        Protocol = service.Key.Protocol,
        FirewallMark = service.Key.FirewallMark,
        Scheduler = service.Scheduler,
        ForwardingMethod = service.ForwardingMethod,
        PersistenceTimeout = service.PersistenceTimeout,
        Quorum = service.Quorum,
        Hysteresis = service.Hysteresis,
        SorryServerAddress = service.SorryServer?.Address,
        SorryServerPort = service.SorryServer?.Port ?? 0,
        SorryServerForwardingMethod = service.SorryServer?.ForwardingMethod,
        SorryServerTunnelKind = service.SorryServer?.Tunnel?.Kind,
        SorryServerTunnelPort = service.SorryServer?.Tunnel?.Port,
        SorryServerTunnelChecksum = service.SorryServer?.Tunnel?.Checksum,
        SorryServerInhibit = service.SorryServer?.Inhibit ?? false,
        GroupName = service.GroupName,
        TunnelKind = service.Tunnel?.Kind,
        TunnelPort = service.Tunnel?.Port,
        TunnelChecksum = service.Tunnel?.Checksum,
        SchedulerFlags = (int)service.SchedulerFlags,
        OnePacket = service.OnePacket,
        Hashed = service.Hashed,
        PersistenceGranularity = service.PersistenceGranularity,
        PersistenceEngine = service.PersistenceEngine,
        NotifyDownOnStop = service.NotifyDownOnStop,
        SuspendWhileNotOwner = service.SuspendWhileNotOwner,
        KeepAllWhenNoneLeft = service.KeepAllWhenNoneLeft,
        SlowStart = service.SlowStart,
        FlapHalfLife = service.FlapDamping?.HalfLife,
        FlapSuppressAbove = service.FlapDamping?.SuppressAbove ?? 0,
        FlapReuseBelow = service.FlapDamping?.ReuseBelow ?? 0,
        FlapLongestSuppression = service.FlapDamping?.LongestSuppression ?? TimeSpan.Zero,
        PassiveEvidence = service.PassiveEvidence,
        HasNotify = service.Notify is not null,
        NotifyUp = service.Notify?.Up,
        NotifyDown = service.Notify?.Down,
        NotifyUser = service.Notify?.User,
        Alert = service.Alert,
        MoreEndpoints = RowsOf(service.MoreEndpoints, ToRow),
        RealServers = RowsOf(service.RealServers, ToRow),
    };

    public static VirtualServiceDefinition ToItem(VirtualServiceRow row) => new()
    {
        Name = row.Name,
        Key = new ServiceKey { Address = row.Address, Port = row.Port, Protocol = row.Protocol, FirewallMark = row.FirewallMark },
        Scheduler = row.Scheduler,
        ForwardingMethod = row.ForwardingMethod,
        PersistenceTimeout = row.PersistenceTimeout,
        Quorum = row.Quorum,
        Hysteresis = row.Hysteresis,
        SorryServer = SorryServer(row),
        GroupName = row.GroupName,
        Tunnel = TunnelMapping.ToItem(row.TunnelKind, row.TunnelPort, row.TunnelChecksum),
        SchedulerFlags = (SchedulerFlags)row.SchedulerFlags,
        OnePacket = row.OnePacket,
        Hashed = row.Hashed,
        PersistenceGranularity = row.PersistenceGranularity,
        PersistenceEngine = row.PersistenceEngine,
        NotifyDownOnStop = row.NotifyDownOnStop,
        SuspendWhileNotOwner = row.SuspendWhileNotOwner,
        KeepAllWhenNoneLeft = row.KeepAllWhenNoneLeft,
        SlowStart = row.SlowStart,
        FlapDamping = row.FlapHalfLife is not { } halfLife ? null : new FlapDampingDefinition
        {
            HalfLife = halfLife,
            SuppressAbove = row.FlapSuppressAbove,
            ReuseBelow = row.FlapReuseBelow,
            LongestSuppression = row.FlapLongestSuppression,
        },
        PassiveEvidence = row.PassiveEvidence,
        Notify = row.HasNotify ? new ServiceNotifyDefinition { Up = row.NotifyUp, Down = row.NotifyDown, User = row.NotifyUser } : null,
        Alert = row.Alert,
        MoreEndpoints = ItemsOf(row.MoreEndpoints, ToItem),
        RealServers = ItemsOf(row.RealServers, ToItem),
    };

    public static RealServerRow ToRow(RealServerDefinition server) => new()
    {
        Address = server.Address,
        Port = server.Port,
        Weight = server.Weight,
        ForwardingMethod = server.ForwardingMethod,
        InhibitOnFailure = server.InhibitOnFailure,
        Admin = server.Admin,
        AdminReason = server.AdminReason,
        AdminOwner = server.AdminOwner,
        AdminUntil = server.AdminUntil,
        TunnelKind = server.Tunnel?.Kind,
        TunnelPort = server.Tunnel?.Port,
        TunnelChecksum = server.Tunnel?.Checksum,
        UpperThreshold = server.UpperThreshold,
        LowerThreshold = server.LowerThreshold,
        HasNotify = server.Notify is not null,
        NotifyUp = server.Notify?.Up,
        NotifyDown = server.Notify?.Down,
        NotifyUser = server.Notify?.User,
        Alert = server.Alert,
        Checks = RowsOf(server.Checks, CheckMapping.ToRow),
    };

    private static RealServerDefinition ToItem(RealServerRow row) => new()
    {
        Address = row.Address,
        Port = row.Port,
        Weight = row.Weight,
        ForwardingMethod = row.ForwardingMethod,
        InhibitOnFailure = row.InhibitOnFailure,
        Admin = row.Admin,
        AdminReason = row.AdminReason,
        AdminOwner = row.AdminOwner,
        AdminUntil = row.AdminUntil,
        Tunnel = TunnelMapping.ToItem(row.TunnelKind, row.TunnelPort, row.TunnelChecksum),
        UpperThreshold = row.UpperThreshold,
        LowerThreshold = row.LowerThreshold,
        Notify = row.HasNotify ? new ServiceNotifyDefinition { Up = row.NotifyUp, Down = row.NotifyDown, User = row.NotifyUser } : null,
        Alert = row.Alert,
        Checks = ItemsOf(row.Checks, CheckMapping.ToItem),
    };

    private static SorryServerDefinition? SorryServer(VirtualServiceRow row) => row.SorryServerAddress is not { } address
        ? null
        : new SorryServerDefinition
        {
            Address = address,
            Port = row.SorryServerPort,
            ForwardingMethod = row.SorryServerForwardingMethod,
            Tunnel = TunnelMapping.ToItem(row.SorryServerTunnelKind, row.SorryServerTunnelPort, row.SorryServerTunnelChecksum),
            Inhibit = row.SorryServerInhibit,
        };

    private static ServiceRangeRow ToRow(ServiceRangeDefinition range) => new()
    {
        Address = range.Address,
        LastAddress = range.LastAddress,
        Port = range.Port,
        LastPort = range.LastPort,
        FirewallMark = range.FirewallMark,
    };

    private static ServiceRangeDefinition ToItem(ServiceRangeRow row) => new()
    {
        Address = row.Address,
        LastAddress = row.LastAddress,
        Port = row.Port,
        LastPort = row.LastPort,
        FirewallMark = row.FirewallMark,
    };
}
