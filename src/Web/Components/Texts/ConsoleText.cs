using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using KeepaliveConsole.Engine;

namespace KeepaliveConsole.Web.Components.Texts;

/// <summary>
/// The texts of the pages in the language of the person in front of them. The key is the English text itself, so that pages read as they look. One for each
/// circuit: what draws a page in the background has no language of its own. Not for threads beside the circuit's.
/// </summary>
public sealed class ConsoleText
{
    /// <summary>The language; English until <see cref="Use"/>.</summary>
    public Language Language { get; private set; }

    /// <summary>Sets the language of everything drawn from now on.</summary>
    public void Use(Language language) => Language = language;

    /// <summary>The text; English where there is no translation, which a test keeps from happening.</summary>
    /// <param name="english">The English text; a constant, so that the test finds it.</param>
    public string this[string english] => Language switch
    {
        Language.Chinese => ChineseTexts.Find(english) ?? english,
        Language.Pseudo => PseudoText.Of(english),
        _ => english,
    };

    /// <summary>The text with values in place of <c>{0}</c>, <c>{1}</c> …; numbers are written the same in every language.</summary>
    public string this[string english, params ReadOnlySpan<object?> values] => string.Format(CultureInfo.InvariantCulture, this[english], values);

    /// <summary>Marks a text that is kept and translated later, so that the test finds it.</summary>
    public static string Key(string english) => english;

    /// <summary>What a definition says about itself: the name of a field, the doc comment of a type, field or word.</summary>
    /// <param name="english">The English text; a test walks all definitions, so that none is without a translation.</param>
    public string OfDefinition(string english) => Language switch
    {
        Language.Chinese => ChineseTexts.FindDefinition(english) ?? english,
        Language.Pseudo => PseudoText.Of(english),
        _ => english,
    };

    /// <summary>What a rule, an operation or an import said. A test finds every template in the compiled program, so that none is without a translation.</summary>
    public string Of(Sentence said) => said.IsVerbatim ? Told(said.ToString()) : Language switch
    {
        Language.Chinese => said.In(ChineseTexts.FindSentence),
        Language.Pseudo => said.In(PseudoText.Of),
        _ => said.ToString(),
    };

    /// <summary>
    /// A finished English sentence of the engine or the service layer, such as the result of a check or the reason of a state; null stays null. What somebody else
    /// said, a program or the kernel, stays word for word.
    /// </summary>
    [return: NotNullIfNotNull(nameof(english))]
    public string? Told(string? english) => english is null ? null : Language switch
    {
        Language.Chinese => ChineseTexts.TellAgain(english),
        Language.Pseudo => PseudoText.Of(english),
        _ => english,
    };

    /// <summary>One of two sentences that the engine wrote in both languages.</summary>
    public string Of(string english, string chinese) => Language == Language.Chinese ? chinese : english;

    /// <summary>The same for several sentences.</summary>
    public IReadOnlyList<string> Of(IReadOnlyList<string> english, IReadOnlyList<string> chinese) => Language == Language.Chinese ? chinese : english;
}
