using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace KeepaliveConsole.Engine;

/// <summary>
/// An English sentence, or a part of one, that remembers how it was put together, so that it can be told in another language too. Written as an
/// interpolated string: <c>Sentence said = $"Node {name} has no mail server.";</c>. A string is not converted to one, so that no template is lost
/// unnoticed; what has none, such as the kernel's words, is <see cref="Verbatim"/>. Equal are those that read the same in English.
/// </summary>
[InterpolatedStringHandler]
public sealed class Sentence : IEquatable<Sentence>
{
    private readonly int _length;
    private Part[] _parts;
    private int _count;
    private string? _english;

    /// <summary>For the compiler: begins an interpolated string.</summary>
    /// <param name="literalLength">Characters outside the places.</param>
    /// <param name="formattedCount">Number of places.</param>
    public Sentence(int literalLength, int formattedCount)
    {
        _length = literalLength;
        _parts = new Part[Math.Max(1, formattedCount * 2)];
    }

    /// <summary>The words with <c>{0}</c>, <c>{1}</c> … for the values in their order, as <c>string.Format</c> takes it: the key of a translation.</summary>
    public string Template
    {
        get
        {
            var text = new StringBuilder(_length + (_count * 3));
            int place = 0;
            foreach (Part part in Parts)
            {
                if (part.Words is { } words) text.Append(words.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal));
                else text.Append('{').Append(place++).Append('}');
            }

            return text.ToString();
        }
    }

    /// <summary>Has it no words of its own, so that it is the same in every language unless one of its values is not?</summary>
    public bool IsVerbatim
    {
        get
        {
            foreach (Part part in Parts)
                if (part.Words is not null || part.Value is Sentence { IsVerbatim: false }) return false;
            return true;
        }
    }

    private ReadOnlySpan<Part> Parts => _parts.AsSpan(0, _count);

    /// <summary>A text that is what it is: a name, or what somebody else said.</summary>
    public static Sentence Verbatim(string? text) => $"{text}";

    /// <summary>The English text of what must be a text because it is stored or crosses a process. It is told in another language by its template, which a test finds.</summary>
    public static string Text(Sentence said)
    {
        ArgumentNullException.ThrowIfNull(said);
        return said.ToString();
    }

    /// <summary>For the compiler: words between the places.</summary>
    public void AppendLiteral(string value) => Add(new Part(value, null));

    /// <summary>For the compiler: a sentence within the sentence, which is translated too.</summary>
    public void AppendFormatted(Sentence? value) => Add(new Part(null, value ?? (object)""));

    /// <summary>For the compiler: a value, written the same in every language.</summary>
    public void AppendFormatted<T>(T value) => AppendFormatted(value, 0, null);

    /// <summary>For the compiler: a value in a format.</summary>
    public void AppendFormatted<T>(T value, string? format) => AppendFormatted(value, 0, format);

    /// <summary>For the compiler: a value in a column, to the left when <paramref name="alignment"/> is negative.</summary>
    public void AppendFormatted<T>(T value, int alignment) => AppendFormatted(value, alignment, null);

    /// <summary>For the compiler: a value in a format and a column.</summary>
    public void AppendFormatted<T>(T value, int alignment, string? format)
    {
        string text = (value is IFormattable formattable ? formattable.ToString(format, CultureInfo.InvariantCulture) : value?.ToString()) ?? "";
        Add(new Part(null, alignment < 0 ? text.PadRight(-alignment) : text.PadLeft(alignment)));
    }

    /// <summary>The sentence in another language; a part that has no translation stays English.</summary>
    /// <param name="translate">Finds the <see cref="Template"/> in that language, with the same places in any order; null = there is none.</param>
    public string In(Func<string, string?> translate)
    {
        ArgumentNullException.ThrowIfNull(translate);
        var values = new List<object?>(_count);
        bool hasWords = false;
        foreach (Part part in Parts)
        {
            if (part.Words is null) values.Add(part.Value is Sentence inner ? inner.In(translate) : part.Value);
            else hasWords = true;
        }

        return hasWords ? string.Format(CultureInfo.InvariantCulture, translate(Template) ?? Template, [.. values]) : string.Concat(values);
    }

    /// <summary>The sentence in English.</summary>
    public override string ToString()
    {
        if (_english is not null) return _english;
        var text = new StringBuilder(_length + (_count * 8));
        foreach (Part part in Parts) text.Append(part.Words ?? part.Value);
        return _english = text.ToString();
    }

    /// <inheritdoc />
    public bool Equals(Sentence? other) => other is not null && (ReferenceEquals(this, other) || ToString() == other.ToString());

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as Sentence);

    /// <inheritdoc />
    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    private void Add(Part part)
    {
        if (_count == _parts.Length) Array.Resize(ref _parts, (_count * 2) + 1);
        _parts[_count++] = part;
    }

    /// <summary>Words, or a value: a text or a sentence.</summary>
    private readonly record struct Part(string? Words, object? Value);
}
