using System.Text;

namespace KeepaliveConsole.Web.Components.Texts;

/// <summary>English with accents, longer by a third, in brackets: <c>[Övérvïéw ···]</c>. What is cut off or not marked shows at once.</summary>
internal static class PseudoText
{
    private const string Plain = "aceinouyAEIOU";
    private const string Accented = "áçéïñöúýÁÉÏÖÚ";

    /// <summary>Marks a text; places for values (<c>{0}</c>) stay.</summary>
    public static string Of(string english)
    {
        var text = new StringBuilder("[", (english.Length * 4 / 3) + 3);
        bool inPlace = false;
        foreach (char letter in english)
        {
            inPlace = letter == '{' || (inPlace && letter != '}');
            int at = inPlace ? -1 : Plain.IndexOf(letter, StringComparison.Ordinal);
            text.Append(at < 0 ? letter : Accented[at]);
        }

        return text.Append(' ').Append('·', Math.Max(1, english.Length / 3)).Append(']').ToString();
    }
}
