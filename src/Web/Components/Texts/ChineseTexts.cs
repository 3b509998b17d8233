using System.Collections.Frozen;
using System.Text.Json;

namespace KeepaliveConsole.Web.Components.Texts;

/// <summary>
/// Simplified Chinese, English text → translation: of the pages, from <c>Chinese/*.json</c>, one file for each feature; of what definitions say about
/// themselves (names of fields, doc comments), from <c>Chinese/Definitions/*.json</c>; and of sentences that are put together away from the pages, such as
/// those of the rules, from <c>Chinese/Sentences/*.json</c>. They are apart, because a word of a page and the name of a field may need different words.
/// </summary>
internal static class ChineseTexts
{
    private static readonly Lazy<FrozenDictionary<string, string>> s_texts = new(() => Load("Chinese/"));
    private static readonly Lazy<FrozenDictionary<string, string>> s_definitions = new(() => Load("ChineseDefinitions/"));
    private static readonly Lazy<FrozenDictionary<string, string>> s_sentences = new(() => Load("ChineseSentences/"));

    private static readonly Lazy<ToldAgain> s_told = new(() => new ToldAgain(s_sentences.Value));

    /// <summary>The translation; null = there is none.</summary>
    public static string? Find(string english) => s_texts.Value.GetValueOrDefault(english);

    /// <summary>The same for what a definition says about itself.</summary>
    public static string? FindDefinition(string english) => s_definitions.Value.GetValueOrDefault(english);

    /// <summary>The same for the template of a <see cref="Engine.Sentence"/>.</summary>
    public static string? FindSentence(string template) => s_sentences.Value.GetValueOrDefault(template);

    /// <summary>A finished sentence, told again by the template it comes from; itself where none fits.</summary>
    public static string TellAgain(string english) => s_told.Value.Tell(english);

    /// <summary>All of the pages.</summary>
    public static IReadOnlyDictionary<string, string> All => s_texts.Value;

    /// <summary>All of the definitions.</summary>
    public static IReadOnlyDictionary<string, string> Definitions => s_definitions.Value;

    /// <summary>All of the sentences.</summary>
    public static IReadOnlyDictionary<string, string> Sentences => s_sentences.Value;

    private static FrozenDictionary<string, string> Load(string folder)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string name in typeof(ChineseTexts).Assembly.GetManifestResourceNames().Where(name => name.StartsWith(folder, StringComparison.Ordinal)))
        {
            using Stream stream = typeof(ChineseTexts).Assembly.GetManifestResourceStream(name)!;
            // A text is translated once: a second file with it would make two words for one thing.
            foreach ((string english, string chinese) in JsonSerializer.Deserialize<Dictionary<string, string>>(stream)!)
                if (!texts.TryAdd(english, chinese)) throw new InvalidDataException($"{name} translates \"{english}\" once more.");
        }

        return texts.ToFrozenDictionary();
    }
}
