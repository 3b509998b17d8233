using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Web.Components.Live;

namespace KeepaliveConsole.Web.Features.RealServers;

/// <summary>What the page of real servers shows, made from one picture at one moment.</summary>
public sealed record RealServersModel
{
    /// <summary>Rows drawn before the page asks whether to draw all: 200.</summary>
    public const int FirstRows = 200;

    /// <summary>The services that have a row to show, or all of them when nothing is filtered.</summary>
    public required IReadOnlyList<ServiceGroup> Groups { get; init; }

    /// <summary>Real servers that the filter lets through.</summary>
    public required int Matching { get; init; }

    /// <summary>Real servers there are.</summary>
    public required int Total { get; init; }

    /// <summary>Is no virtual service defined at all?</summary>
    public required bool IsEmpty { get; init; }

    /// <summary>Are there rows that were left out because of <see cref="FirstRows"/>?</summary>
    public required bool IsCut { get; init; }

    /// <summary>Makes the model.</summary>
    /// <param name="status">The picture.</param>
    /// <param name="now">Wall clock.</param>
    /// <param name="filter">Which rows.</param>
    /// <param name="mostRows">At most so many rows in all.</param>
    public static RealServersModel From(EngineStatus status, DateTimeOffset now, ServerFilter filter, int mostRows = FirstRows)
    {
        ArgumentNullException.ThrowIfNull(status);
        ArgumentNullException.ThrowIfNull(filter);
        PictureAge picture = PictureAge.Of(status, now);
        var groups = new List<ServiceGroup>(status.VirtualServices.Count);
        int matching = 0, total = 0, drawn = 0;
        foreach (VirtualServiceStatus service in status.VirtualServices)
        {
            total += service.RealServers.Count;
            List<RealServerStatus> shown = [.. service.RealServers.Where(server => filter.Shows(service, server, picture.Worse(server.Freshness)))];
            matching += shown.Count;
            int room = Math.Min(shown.Count, mostRows - drawn);
            if (shown.Count == 0 ? filter.IsActive : room == 0) continue;
            drawn += room;
            groups.Add(ServiceGroup.From(service, [.. shown.Take(room).Select(server => ServerRow.From(service.Name, server, picture, now))]));
        }
        return new RealServersModel
        {
            Groups = groups,
            Matching = matching,
            Total = total,
            IsEmpty = status.VirtualServices.Count == 0,
            IsCut = drawn < matching,
        };
    }
}
