using System.Collections.Frozen;
using System.Globalization;

namespace KeepaliveConsole.Web.Components.Texts;

/// <summary>
/// Reads a finished English sentence back by the templates it may come from, so that what was stored, or crossed a process, can be told in another
/// language too. Its values are read the same way. A sentence that no template fits is somebody else's word and stays as it is.
/// </summary>
/// <param name="translations">Template → translation, both with places <c>{0}</c>, <c>{1}</c> …</param>
internal sealed class ToldAgain(IReadOnlyDictionary<string, string> translations)
{
    // "a: b; c: d" nests a few deep; a hostile text of colons must not make a page slow.
    private const int MostDepth = 5;
    private const int LongestText = 2000;

    private readonly Lazy<Known> _known = new(() => new Known(translations));

    /// <summary>The sentence in the other language.</summary>
    public string Tell(string english) => english.Length > LongestText ? english : Tell(english, 0);

    private string Tell(string english, int depth)
    {
        if (depth > MostDepth || string.IsNullOrWhiteSpace(english)) return english;
        Known known = _known.Value;
        if (known.Whole.TryGetValue(english, out string? whole)) return whole;
        foreach (SentencePattern pattern in known.Patterns)
        {
            if (pattern.Read(english) is not { } values) continue;
            string[] told = Array.ConvertAll(values, value => Tell(value, depth + 1));
            // Punctuation between somebody else's words is theirs too.
            return pattern.HasWords || !told.SequenceEqual(values) ? string.Format(CultureInfo.InvariantCulture, pattern.Translation, told) : english;
        }

        return english;
    }

    // Those with the most words first: the fewer words a template has, the more it fits by chance.
    private sealed class Known(IReadOnlyDictionary<string, string> translations)
    {
        public FrozenDictionary<string, string> Whole { get; } =
            translations.Where(each => !each.Key.Contains('{', StringComparison.Ordinal)).ToFrozenDictionary(StringComparer.Ordinal);

        public SentencePattern[] Patterns { get; } =
            [.. translations.Where(each => each.Key.Contains('{', StringComparison.Ordinal)).Select(each => SentencePattern.Of(each.Key, each.Value)).OfType<SentencePattern>().OrderByDescending(pattern => pattern.Letters)];
    }
}
