using System.Text;

namespace KeepaliveConsole.Engine.KeepalivedConf.Syntax;

/// <summary>The text as statements and blocks, every character kept. Any text has a tree; what is wrong with it is in <see cref="Problems"/>.</summary>
internal sealed class ConfSyntaxTree
{
    internal ConfSyntaxTree(ConfText source, IReadOnlyList<ConfElement> elements, IReadOnlyList<ConfSyntaxProblem> problems)
    {
        Source = source;
        Elements = elements;
        Problems = problems;
    }

    public ConfText Source { get; }

    public IReadOnlyList<ConfElement> Elements { get; }

    public IReadOnlyList<ConfSyntaxProblem> Problems { get; }

    public static ConfSyntaxTree Parse(string path, string text) => Parse(new ConfFileText(path, text));

    public static ConfSyntaxTree Parse(ConfText source) => new ConfTreeBuilder(source).Build();

    /// <summary>The text it was read from, exactly.</summary>
    public string Print()
    {
        var target = new StringBuilder(Source.Text.Length);
        foreach (ConfElement element in Elements) element.Print(target);
        return target.ToString();
    }
}

/// <summary>Something the text breaks in the language itself.</summary>
internal sealed record ConfSyntaxProblem(ConfPosition Position, Sentence Message);

/// <summary>A keyword with its values and, for some, a block.</summary>
internal sealed class ConfStatement(IReadOnlyList<ConfElement> parts) : ConfElement
{
    /// <summary>Everything in it, in order.</summary>
    public IReadOnlyList<ConfElement> Parts { get; } = parts;

    public ConfBlock? Block => Parts.Count > 0 ? Parts[^1] as ConfBlock : null;

    /// <summary>The tokens of one kind.</summary>
    public IEnumerable<ConfToken> Tokens(ConfTokenKind kind) => Parts.OfType<ConfToken>().Where(token => token.Kind == kind);

    public override void Print(StringBuilder target)
    {
        foreach (ConfElement part in Parts) part.Print(target);
    }
}

/// <summary>From <c>{</c> to <c>}</c>.</summary>
internal sealed class ConfBlock(ConfToken open, IReadOnlyList<ConfElement> elements, ConfToken? close) : ConfElement
{
    public ConfToken Open { get; } = open;

    public IReadOnlyList<ConfElement> Elements { get; } = elements;

    /// <summary>Null when the text ends first.</summary>
    public ConfToken? Close { get; } = close;

    public override void Print(StringBuilder target)
    {
        Open.Print(target);
        foreach (ConfElement element in Elements) element.Print(target);
        Close?.Print(target);
    }
}
