namespace KeepaliveConsole.Web.Components.Parts;

/// <summary>Shapes of icons. Drawn in the page itself: no font, no request, sharp at every size.</summary>
public enum Glyph
{
    /// <summary>Dashed circle with a question mark: unknown.</summary>
    DashedCircle,

    /// <summary>Filled circle with a check mark: master, up.</summary>
    CircleCheck,

    /// <summary>Hollow circle: standing by.</summary>
    Circle,

    /// <summary>Circle, left half filled: coming up.</summary>
    HalfLeft,

    /// <summary>Circle, right half filled: going down.</summary>
    HalfRight,

    /// <summary>Octagon with a cross: down, fault.</summary>
    OctagonCross,

    /// <summary>Arrow down onto a bar: drain.</summary>
    ArrowToBar,

    /// <summary>Wrench: maintenance.</summary>
    Wrench,

    /// <summary>Clock: stale.</summary>
    Clock,

    /// <summary>Triangle with an exclamation mark: warning.</summary>
    Triangle,

    /// <summary>Circle with an i: information.</summary>
    InfoCircle,

    /// <summary>Four tiles: overview.</summary>
    Tiles,

    /// <summary>Two stacked servers.</summary>
    Servers,

    /// <summary>A list with a clock: history.</summary>
    History,

    /// <summary>Arrow into a tray: import.</summary>
    Import,

    /// <summary>Sun: light theme.</summary>
    Sun,

    /// <summary>Moon: dark theme.</summary>
    Moon,

    /// <summary>A person.</summary>
    Person,

    /// <summary>A key: a token.</summary>
    Key,

    /// <summary>A prompt: the command line.</summary>
    Prompt,

    /// <summary>A cog: the engine.</summary>
    Cog,

    /// <summary>Two upright bars: pause.</summary>
    Pause,

    /// <summary>A triangle to the right: go on.</summary>
    Play,

    /// <summary>A heartbeat: check now.</summary>
    Pulse,

    /// <summary>Two arrows around each other: an address that moves between nodes.</summary>
    Swap,

    /// <summary>Three joined points: topology.</summary>
    Graph,

    /// <summary>Lines of a list: events.</summary>
    Lines,

    /// <summary>A pencil: change.</summary>
    Pencil,

    /// <summary>A magnifying glass: inspector, search.</summary>
    Lens,

    /// <summary>Two sheets: copy.</summary>
    Copy,
}
