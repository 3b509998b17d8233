using System.Globalization;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Web.Components.Parts;
using KeepaliveConsole.Web.Components.Texts;

namespace KeepaliveConsole.Web.Components.Layout;

/// <summary>One answer of the command palette: a link.</summary>
/// <param name="Glyph">Its icon.</param>
/// <param name="Title">What it is called.</param>
/// <param name="Detail">What kind of thing it is, or where it belongs.</param>
/// <param name="Address">Relative to the console's base, with the selection in the query.</param>
public sealed record PaletteItem(Glyph Glyph, string Title, string Detail, string Address);

/// <summary>Finds pages, instances, services and real servers by name. Pure.</summary>
public static class PaletteModel
{
    /// <summary>Most answers: 12.</summary>
    public const int Most = 12;

    /// <summary>Everything that has all words of <paramref name="query"/>; what begins with it comes first, then pages, instances, services and servers. Without words: the pages.</summary>
    public static IReadOnlyList<PaletteItem> Find(EngineStatus status, string query, ConsoleText text)
    {
        ArgumentNullException.ThrowIfNull(status);
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(text);
        string[] words = query.Split(' ', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0) return [.. Pages(text).Take(Most)];
        return [.. Pages(text).Concat(Instances(status, text)).Concat(Services(status, text)).Concat(Servers(status, text))
            .Where(item => Array.TrueForAll(words, word => Has(item.Title, word) || Has(item.Detail, word)))
            .OrderBy(item => item.Title.StartsWith(words[0], StringComparison.OrdinalIgnoreCase) ? 0 : 1)
            .Take(Most)];
    }

    private static IEnumerable<PaletteItem> Pages(ConsoleText text) =>
        ConsolePlace.All.Select(place => new PaletteItem(place.Glyph, text[place.Title], string.Create(CultureInfo.InvariantCulture, $"{text["Page"]} · g {place.Letter}"), place.Address));

    private static IEnumerable<PaletteItem> Instances(EngineStatus status, ConsoleText text) =>
        status.Vrrp.Select(instance => new PaletteItem(Glyph.Swap, instance.Name, $"{text["VRRP instance"]} · {string.Join(", ", instance.VirtualAddresses.Select(address => address.Address))}",
            $"instances?instance={Uri.EscapeDataString(instance.Name)}"));

    private static IEnumerable<PaletteItem> Services(EngineStatus status, ConsoleText text) =>
        status.VirtualServices.Select(service => new PaletteItem(Glyph.Graph, service.Name, service.Endpoint == service.Name ? text["Virtual service"] : $"{text["Virtual service"]} · {service.Endpoint}",
            $"real-servers?search={Uri.EscapeDataString(service.Name)}"));

    private static IEnumerable<PaletteItem> Servers(EngineStatus status, ConsoleText text) =>
        from service in status.VirtualServices
        from server in service.RealServers
        group service.Name by server.Address into one
        select new PaletteItem(Glyph.Servers, one.Key, $"{text["Real server"]} · {string.Join(", ", one.Take(3))}", $"real-servers?search={Uri.EscapeDataString(one.Key)}");

    private static bool Has(string text, string word) => text.Contains(word, StringComparison.OrdinalIgnoreCase);
}
