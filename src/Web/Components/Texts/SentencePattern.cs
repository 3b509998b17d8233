using System.Text;

namespace KeepaliveConsole.Web.Components.Texts;

/// <summary>The words of one template, to find its values in a finished sentence.</summary>
internal sealed class SentencePattern
{
    // A template of less, such as "{0} of {1}", fits anything.
    private const int FewestLetters = 4;

    private readonly string[] _words;

    private SentencePattern(string[] words, string translation)
    {
        (_words, Translation) = (words, translation);
        Letters = words.Sum(word => word.Length);
        HasWords = words.Sum(word => word.Count(char.IsLetter)) >= FewestLetters;
    }

    /// <summary>Has it words, and not only punctuation between its values?</summary>
    public bool HasWords { get; }

    /// <summary>The template in the other language.</summary>
    public string Translation { get; }

    /// <summary>Characters outside the places.</summary>
    public int Letters { get; }

    /// <summary>Null = it has too few words to be recognised, or two values without a word between them.</summary>
    public static SentencePattern? Of(string template, string translation)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        for (int i = 0; i < template.Length; i++)
        {
            char letter = template[i];
            bool isDoubled = i + 1 < template.Length && template[i + 1] == letter;
            if (letter == '{' && !isDoubled)
            {
                if (words.Count > 0 && word.Length == 0) return null;
                words.Add(word.ToString());
                word.Clear();
                i = template.IndexOf('}', i);
                continue;
            }

            if (letter is '{' or '}') i++;
            word.Append(letter);
        }

        words.Add(word.ToString());
        var pattern = new SentencePattern([.. words], translation);
        return pattern.HasWords || template is "{0}: {1}" or "{0}; {1}" ? pattern : null;
    }

    /// <summary>The values in their order; null = <paramref name="text"/> does not come from this template.</summary>
    public string[]? Read(string text)
    {
        string first = _words[0], last = _words[^1];
        if (text.Length < Letters || !text.StartsWith(first, StringComparison.Ordinal) || !text.EndsWith(last, StringComparison.Ordinal)) return null;
        int at = first.Length, end = text.Length - last.Length;
        if (at > end) return null;
        var values = new string[_words.Length - 1];
        for (int i = 1; i < _words.Length - 1; i++)
        {
            int next = text.IndexOf(_words[i], at, end - at, StringComparison.Ordinal);
            if (next < 0) return null;
            values[i - 1] = text[at..next];
            at = next + _words[i].Length;
        }

        values[^1] = text[at..end];
        // "TCP: 3 of 4 attempts failed" is a name and a sentence, and not a sentence about "TCP: 3".
        return first.Length == 0 && values[0].Contains(": ", StringComparison.Ordinal) ? null : values;
    }
}
