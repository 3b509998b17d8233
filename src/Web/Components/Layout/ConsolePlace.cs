using KeepaliveConsole.Web.Components.Parts;
using static KeepaliveConsole.Web.Components.Texts.ConsoleText;

namespace KeepaliveConsole.Web.Components.Layout;

/// <summary>A page one can go to: in the rail, by the keyboard and from the command palette.</summary>
/// <param name="Address">Relative to the console's base; empty = the overview.</param>
/// <param name="Title">What it is called, in English.</param>
/// <param name="Glyph">Its icon.</param>
/// <param name="Letter">Typed after <c>g</c> it leads there.</param>
public sealed record ConsolePlace(string Address, string Title, Glyph Glyph, char Letter)
{
    /// <summary>All of them, in the order of the rail.</summary>
    public static IReadOnlyList<ConsolePlace> All { get; } =
    [
        new("", Key("Overview"), Glyph.Tiles, 'o'),
        new("instances", Key("VRRP instances"), Glyph.Swap, 'v'),
        new("real-servers", Key("Real servers"), Glyph.Servers, 'r'),
        new("topology", Key("Topology"), Glyph.Graph, 't'),
        new("events", Key("Events"), Glyph.Lines, 'e'),
        new("changes", Key("Changes"), Glyph.Pencil, 'c'),
        new("maintenance", Key("Maintenance and failover"), Glyph.Wrench, 'm'),
        new("inspector", Key("VRRP inspector"), Glyph.Lens, 'i'),
        new("audit", Key("Audit history"), Glyph.History, 'a'),
        new("import", Key("Import"), Glyph.Import, 'p'),
        new("settings", Key("Settings"), Glyph.Cog, 's'),
    ];
}
