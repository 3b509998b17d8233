using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Web.Components.Live;
using KeepaliveConsole.Web.Components.Texts;
using KeepaliveConsole.Web.Components.Parts;

namespace KeepaliveConsole.Web.Features.Overview;

/// <summary>One part of a tile's bar.</summary>
/// <param name="Style">Suffix of the CSS class of its colour.</param>
/// <param name="Glyph">Its shape.</param>
/// <param name="Word">What it counts, in the person's language.</param>
/// <param name="Count">How many.</param>
/// <param name="Href">The list with this filter.</param>
public sealed record TilePart(string Style, Glyph Glyph, string Word, int Count, string Href);

/// <summary>One tile: things of one kind by state. Pure.</summary>
/// <param name="Title">What kind, in the person's language.</param>
/// <param name="Href">The list of all.</param>
/// <param name="Parts">By state, the good first.</param>
public sealed record StateTile(string Title, string Href, IReadOnlyList<TilePart> Parts)
{
    /// <summary>All of them.</summary>
    public int Total => Parts.Sum(part => part.Count);

    /// <summary>Virtual addresses, services and real servers. Nothing counts as good that was not seen lately.</summary>
    public static IReadOnlyList<StateTile> From(EngineStatus status, PictureAge picture, ServerCounts servers, ConsoleText text)
    {
        ArgumentNullException.ThrowIfNull(status);
        ArgumentNullException.ThrowIfNull(servers);
        ArgumentNullException.ThrowIfNull(text);
        return [Addresses(status, picture, text), Services(status, picture, text), Servers(servers, text)];
    }

    private static StateTile Addresses(EngineStatus status, PictureAge picture, ConsoleText text)
    {
        int here = 0, elsewhere = 0, nobody = 0, unknown = 0;
        foreach (VrrpInstanceStatus instance in status.Vrrp)
            foreach (VirtualAddressStatus address in instance.VirtualAddresses)
            {
                if (picture.Worse(instance.Freshness) == Freshness.Unknown) unknown++;
                else if (address.Held) here++;
                else if (instance.Owner is not null && instance.State != VrrpState.Master) elsewhere++;
                else nobody++;
            }

        return new(text["Virtual addresses"], "instances",
        [
            new("up", Glyph.CircleCheck, text["held here"], here, "instances"),
            new("backup", Glyph.Circle, text["on another node"], elsewhere, "instances"),
            new("down", Glyph.OctagonCross, text["no owner known"], nobody, "instances"),
            new("unknown", Glyph.DashedCircle, text["Unknown"], unknown, "instances"),
        ]);
    }

    private static StateTile Services(EngineStatus status, PictureAge picture, ConsoleText text)
    {
        VirtualServiceStatus[] all = [.. status.VirtualServices];
        bool isUnknown = picture.Freshness == Freshness.Unknown;
        int up = all.Count(service => service.QuorumUp && !service.Suspended), resting = all.Count(service => service.Suspended), sorry = all.Count(service => !service.QuorumUp && !service.Suspended && service.SorryServerActive);
        return new(text["Virtual services"], "real-servers",
        [
            new("up", Glyph.CircleCheck, text["quorum"], isUnknown ? 0 : up, "real-servers"),
            new("warning", Glyph.Triangle, text["sorry server"], isUnknown ? 0 : sorry, "real-servers?failing=true"),
            new("down", Glyph.OctagonCross, text["quorum lost"], isUnknown ? 0 : all.Length - up - resting - sorry, "real-servers?failing=true"),
            new("unknown", Glyph.DashedCircle, text["Unknown"], isUnknown ? all.Length : resting, "real-servers"),
        ]);
    }

    private static StateTile Servers(ServerCounts servers, ConsoleText text) => new(text["Real servers"], "real-servers",
    [
        new("up", Glyph.CircleCheck, text["Up"], servers.Up, "real-servers?state=up"),
        new("falling", Glyph.HalfRight, text["Changing"], servers.GoingDown + servers.GoingUp, "real-servers?state=changing"),
        new("down", Glyph.OctagonCross, text["Down"], servers.Down, "real-servers?state=down"),
        new("drain", Glyph.ArrowToBar, text["Drain"], servers.Drain, "real-servers?state=drain"),
        new("maintenance", Glyph.Wrench, text["Maintenance"], servers.Maintenance, "real-servers?state=maintenance"),
        new("unknown", Glyph.DashedCircle, text["Unknown"], servers.Unknown, "real-servers?state=unknown"),
    ]);
}
