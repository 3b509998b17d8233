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
        SorryServer = row.SorryServerAddress is { } address ? new SorryServerDefinition { Address = address, Port = row.SorryServerPort } : null,
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
        Checks = ItemsOf(row.Checks, CheckMapping.ToItem),
    };
}
