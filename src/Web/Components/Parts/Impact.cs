namespace KeepaliveConsole.Web.Components.Parts;

/// <summary>What an action touches, for the person who has to confirm it (<see cref="ImpactDialog"/>). Pure; whoever asks fills in only what the engine says.</summary>
/// <param name="Name">What it is done to, such as <c>VI_WEB</c>; typed by the person when <see cref="MustTypeName"/>.</param>
/// <param name="Explanation">One or two sentences about what happens, in the person's language.</param>
/// <param name="Confirm">Word on the button, in the person's language.</param>
public sealed record Impact(string Name, string Explanation, string Confirm)
{
    /// <summary>So many live connections and more make a slip costly: 100.</summary>
    public const long ManyConnections = 100;

    /// <summary>Less capacity than this, in percent of what is there now, makes a slip costly: 50.</summary>
    public const int LittleCapacity = 50;

    /// <summary>Virtual addresses that move or are affected; null = the line is left out, empty = "none".</summary>
    public IReadOnlyList<string>? VirtualAddresses { get; init; }

    /// <summary>Virtual services affected; null = the line is left out, empty = "none".</summary>
    public IReadOnlyList<string>? Services { get; init; }

    /// <summary>Live connections affected; null = not known. Shown when <see cref="ShowsConnections"/>.</summary>
    public long? Connections { get; init; }

    /// <summary>Does the action touch connections at all? Default yes.</summary>
    public bool ShowsConnections { get; init; } = true;

    /// <summary>Weight left afterwards, in percent of what is alive now, 0 to 100; null = the line is left out.</summary>
    public int? CapacityLeft { get; init; }

    /// <summary>What else it touches, label and value, in the person's language. Default nothing.</summary>
    public IReadOnlyList<ImpactLine> More { get; init; } = [];

    /// <summary>Must a reason be given? Default no.</summary>
    public bool NeedsReason { get; init; }

    /// <summary>Must the name be typed whatever the numbers say? Default no.</summary>
    public bool IsGrave { get; init; }

    /// <summary>Must the name be typed: the action is grave, touches many connections or leaves little capacity.</summary>
    public bool MustTypeName => IsGrave || (ShowsConnections && Connections >= ManyConnections) || CapacityLeft < LittleCapacity;
}

/// <summary>One line of what an action touches.</summary>
/// <param name="Label">What kind of thing, in the person's language.</param>
/// <param name="Value">Which or how much.</param>
public sealed record ImpactLine(string Label, string Value);
