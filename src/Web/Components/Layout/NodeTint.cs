using System.Text;

namespace KeepaliveConsole.Web.Components.Layout;

/// <summary>The colour by which a person tells this node's console from the others': a stripe above the page, never a sign of a state. Pure.</summary>
public static class NodeTint
{
    /// <summary>The colours; <c>tokens.css</c> has them for each theme.</summary>
    public static IReadOnlyList<string> Colours { get; } = ["blue", "teal", "green", "olive", "orange", "red", "pink", "violet"];

    /// <summary>Chosen by the node's name.</summary>
    public const string Auto = "auto";

    /// <summary>No stripe.</summary>
    public const string None = "none";

    /// <summary>The colour for a node.</summary>
    /// <param name="setting">A colour, <see cref="Auto"/> or <see cref="None"/>; anything else, or nothing, is <see cref="Auto"/>.</param>
    /// <param name="node">The node's name; the same name gives the same colour on every host.</param>
    public static string Of(string? setting, string node)
    {
        ArgumentNullException.ThrowIfNull(node);
        string wanted = setting?.Trim().ToLowerInvariant() ?? Auto;
        if (wanted == None || Colours.Contains(wanted)) return wanted;
        // FNV-1a, 32 bits: string.GetHashCode differs from process to process.
        uint hash = 2166136261;
        foreach (byte each in Encoding.UTF8.GetBytes(node)) hash = unchecked((hash ^ each) * 16777619);
        return Colours[(int)(hash % (uint)Colours.Count)];
    }
}
