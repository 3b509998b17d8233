using System.Globalization;
using System.Text;
using KeepaliveConsole.Engine.KeepalivedConf.Syntax;

namespace KeepaliveConsole.Engine.KeepalivedConf.Export;

/// <summary>Lines and blocks of a keepalived.conf, and what could not be said in it.</summary>
internal sealed class ConfWriter
{
    // keepalived cuts lines longer than its buffer.
    private const int LongestLine = 1000;

    private readonly StringBuilder _text = new();
    private readonly List<ConfLoss> _losses = [];
    private int _depth;

    /// <summary>JSON pointer of what is being written; members of losses are relative to it.</summary>
    public string At { get; set; } = "";

    /// <summary>A line of a keyword and its values.</summary>
    /// <param name="member">The member of the definition it comes from, should it be impossible to write.</param>
    /// <param name="keyword">Written as it is.</param>
    /// <param name="values">Each becomes one word, in quotes where need be.</param>
    public void Line(string member, string keyword, params ReadOnlySpan<string> values) => Write(member, keyword, quoted: false, values);

    /// <summary>As <see cref="Line"/>, with the first value always in quotes, as people write programs and expressions.</summary>
    public void QuotedLine(string member, string keyword, params ReadOnlySpan<string> values) => Write(member, keyword, quoted: true, values);

    /// <summary>A flag: the keyword alone, when <paramref name="isSet"/>.</summary>
    public void Flag(bool isSet, string keyword)
    {
        if (isSet) Put(keyword);
    }

    /// <summary>A line without a keyword, such as a name in a list; then words that are written as they are.</summary>
    public void Item(string member, string value, string rest = "")
    {
        if (!ConfWordText.TryWrite(value, quoted: ConfLexer.IsInclude(value), out string? word) || ConfLexer.IsInclude(value)) Lost(member, $"\"{Printable(value)}\" cannot be written here");
        else Put(rest.Length == 0 ? word : $"{word} {rest}");
    }

    /// <summary>A number that differs from the default.</summary>
    public void Number(string keyword, long value, long otherwise)
    {
        if (value != otherwise) Put(string.Create(CultureInfo.InvariantCulture, $"{keyword} {value}"));
    }

    /// <summary>A line whose words need no quotes.</summary>
    public void Plain(string line) => Put(line);

    /// <summary>A time in seconds; what keepalived cannot be told exactly is told as near as it can.</summary>
    /// <param name="member">The member it comes from.</param>
    /// <param name="keyword">The keyword.</param>
    /// <param name="time">The time.</param>
    /// <param name="minimum">Least the keyword takes, in seconds.</param>
    /// <param name="maximum">Most it takes, in seconds.</param>
    /// <param name="isWhole">It takes whole seconds only.</param>
    public void Time(string member, string keyword, TimeSpan time, decimal minimum, decimal maximum, bool isWhole = false)
    {
        decimal wanted = time.Ticks / (decimal)TimeSpan.TicksPerSecond;
        decimal written = Math.Clamp(isWhole ? decimal.Ceiling(wanted) : decimal.Round(wanted, 6), minimum, maximum);
        if (written != wanted) Lost(member, string.Create(CultureInfo.InvariantCulture, $"{keyword} of {wanted:0.#######} s; the nearest it takes is written"));
        Put(string.Create(CultureInfo.InvariantCulture, $"{keyword} {written:0.######}"));
    }

    /// <summary>Begins a block.</summary>
    public void Open(string keyword, params ReadOnlySpan<string> values)
    {
        var line = new StringBuilder(keyword);
        foreach (string value in values)
        {
            if (!ConfWordText.TryWrite(value, quoted: false, out string? word))
            {
                Lost("", $"the name \"{Printable(value)}\"; another is written");
                ConfWordText.TryWrite("_" + Printable(value).Replace('$', '_'), quoted: false, out word);
            }

            line.Append(' ').Append(word);
        }

        // Blocks of the file itself stand apart.
        if (_depth == 0) _text.Append('\n');
        Put(line.Append(" {").ToString());
        _depth++;
    }

    /// <summary>Ends the block that began last.</summary>
    public void Close()
    {
        _depth--;
        Put("}");
    }

    /// <summary>A comment on a line of its own.</summary>
    public void Comment(string text) => Put($"# {Printable(text)}");

    /// <summary>Notes what cannot be said and leaves a comment in its place.</summary>
    public void Lost(string member, string what)
    {
        _losses.Add(new ConfLoss(At + (member.Length == 0 ? "" : $"/{member}"), Printable(what)));
        Comment($"not in keepalived: {what}");
    }

    /// <summary>As <see cref="Lost"/> when <paramref name="isThere"/>.</summary>
    public void LostIf(bool isThere, string member, string what)
    {
        if (isThere) Lost(member, what);
    }

    /// <summary>The whole.</summary>
    public ConfExport ToExport() => new(_text.ToString(), _losses.ToValueArray());

    private void Write(string member, string keyword, bool quoted, ReadOnlySpan<string> values)
    {
        var line = new StringBuilder(keyword);
        for (int index = 0; index < values.Length; index++)
        {
            if (!ConfWordText.TryWrite(values[index], quoted && index == 0, out string? word))
            {
                Lost(member, $"{keyword} \"{Printable(values[index])}\", which cannot be written in this file");
                return;
            }

            line.Append(' ').Append(word);
        }

        if (line.Length > LongestLine) Lost(member, $"{keyword}, because keepalived reads lines of at most {LongestLine} characters");
        else Put(line.ToString());
    }

    private void Put(string line) => _text.Append(' ', _depth * 4).Append(line).Append('\n');

    private static string Printable(string text) => string.Concat(text.Select(letter => char.IsControl(letter) || letter is '\u2028' or '\u2029' ? '?' : letter));
}
