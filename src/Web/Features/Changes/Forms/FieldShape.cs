namespace KeepaliveConsole.Web.Features.Changes.Forms;

/// <summary>How a value is written in a form.</summary>
public enum FieldKind
{
    /// <summary>One line of text.</summary>
    Text,

    /// <summary>A secret: shown as <c>***</c>.</summary>
    Secret,

    /// <summary>A number.</summary>
    Number,

    /// <summary>Yes or no.</summary>
    Switch,

    /// <summary>One of several words.</summary>
    Choice,

    /// <summary>Several words at once.</summary>
    Flags,

    /// <summary>An object with fields of its own.</summary>
    Record,

    /// <summary>A list of values.</summary>
    List,
}

/// <summary>One word of a choice.</summary>
/// <param name="Value">As it is written in JSON.</param>
/// <param name="Help">What it means; null = not said.</param>
public sealed record FieldChoice(string Value, string? Help);

/// <summary>A value of a definition as a form shows it: what kind it is and what it may be. Made from the definition's own type and doc comments.</summary>
/// <param name="Kind">How it is written.</param>
public sealed record ValueShape(FieldKind Kind)
{
    /// <summary>Unit behind a number, such as <c>ms</c>; null = none.</summary>
    public string? Unit { get; init; }

    /// <summary>An example of what may be typed; null = none.</summary>
    public string? Example { get; init; }

    /// <summary>The words of a choice; the kinds of a record that comes in several.</summary>
    public IReadOnlyList<FieldChoice> Choices { get; init; } = [];

    /// <summary>Name of the record's shape, for <see cref="FormShapes.Record"/>; null = not a record.</summary>
    public Type? Record { get; init; }

    /// <summary>Shape of a list's items; null = not a list.</summary>
    public ValueShape? Item { get; init; }
}

/// <summary>A field of a form.</summary>
/// <param name="Name">Member in JSON: <c>preemptDelayMs</c>.</param>
/// <param name="Value">What it holds.</param>
/// <param name="Help">The definition's own text about it; null = none.</param>
/// <param name="IsRequired">Must it be filled in?</param>
/// <param name="MayBeNull">May it be left out, which means something else than the default?</param>
/// <param name="Default">JSON of the value it has when it is not filled in; null = none.</param>
public sealed record FieldShape(string Name, ValueShape Value, string? Help, bool IsRequired, bool MayBeNull, string? Default)
{
    /// <summary>Name for people, from the member's: <c>Preempt delay</c>.</summary>
    public string Label
    {
        get
        {
            string name = Value.Unit == "ms" && Name.EndsWith("Ms", StringComparison.Ordinal) ? Name[..^2] : Name;
            var text = new System.Text.StringBuilder(name.Length + 8);
            for (int at = 0; at < name.Length; at++)
            {
                bool begins = at > 0 && char.IsUpper(name[at]) && !char.IsUpper(name[at - 1]);
                if (begins) text.Append(' ');
                text.Append(at == 0 ? char.ToUpperInvariant(name[at]) : begins && (at + 1 == name.Length || !char.IsUpper(name[at + 1])) ? char.ToLowerInvariant(name[at]) : name[at]);
            }

            return text.ToString();
        }
    }
}

/// <summary>An object of a form.</summary>
/// <param name="Help">What it is; null = not said.</param>
/// <param name="Fields">Its fields, in the order of the definition.</param>
/// <param name="Discriminator">Member that says which kind it is; null = there is one kind only.</param>
public sealed record RecordShape(string? Help, IReadOnlyList<FieldShape> Fields, string? Discriminator);
