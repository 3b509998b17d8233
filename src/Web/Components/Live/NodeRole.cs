using System.Globalization;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Web.Components.Parts;
using static KeepaliveConsole.Web.Components.Texts.ConsoleText;

namespace KeepaliveConsole.Web.Components.Live;

/// <summary>What this node is to its cluster, in one word: the gravest state of its instances, with how many have it. Pure.</summary>
public static class NodeRole
{
    /// <summary>Fault before Master before Backup; <c>Master 2/3</c> = two of three instances.</summary>
    public static StateToken Of(EngineStatus status, PictureAge picture)
    {
        ArgumentNullException.ThrowIfNull(status);
        if (status.Vrrp.Count == 0)
            return new StateToken(picture.Freshness == Freshness.Fresh ? "enabled" : "unknown", picture.Freshness == Freshness.Fresh ? Glyph.Circle : Glyph.DashedCircle,
                Key("no VRRP"), Key("No VRRP instance is defined for this node.")) { Freshness = picture.Freshness };
        VrrpState[] order = [VrrpState.Fault, VrrpState.Master, VrrpState.Backup, VrrpState.Initialize];
        VrrpState state = order.First(each => status.Vrrp.Any(instance => instance.State == each));
        VrrpInstanceStatus[] same = [.. status.Vrrp.Where(instance => instance.State == state)];
        return StateToken.For(state, picture.Worse(same.Max(instance => instance.Freshness))) with
        {
            Progress = same.Length == status.Vrrp.Count ? null : string.Create(CultureInfo.InvariantCulture, $"{same.Length}/{status.Vrrp.Count}"),
        };
    }
}
