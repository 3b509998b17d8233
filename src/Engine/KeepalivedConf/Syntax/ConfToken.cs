using System.Text;

namespace KeepaliveConsole.Engine.KeepalivedConf.Syntax;

/// <summary>What a token is.</summary>
internal enum ConfTokenKind
{
    /// <summary>Blanks and tabs inside a line.</summary>
    Whitespace,

    /// <summary>The end of a line: LF or CR LF.</summary>
    NewLine,

    /// <summary>From <c>#</c> or <c>!</c> to the end of the line.</summary>
    Comment,

    /// <summary>A keyword or value, with its quotes.</summary>
    Word,

    /// <summary><c>{</c></summary>
    OpenBrace,

    /// <summary><c>}</c></summary>
    CloseBrace,

    /// <summary><c>@id</c> or <c>@^id</c> at the start of a line.</summary>
    Condition,

    /// <summary><c>~SEQ(…)</c>, <c>~SEQx(…)</c> or <c>~LST(…)</c> at the start of a line.</summary>
    Sequence,

    /// <summary><c>$NAME=…</c> with all lines it goes on for.</summary>
    Definition,
}

/// <summary>A part of the tree that can be printed back exactly.</summary>
internal abstract class ConfElement
{
    /// <summary>Adds the exact text.</summary>
    public abstract void Print(StringBuilder target);
}

/// <summary>The smallest part. The tokens of a text, one after another, are the text.</summary>
internal sealed class ConfToken(ConfTokenKind kind, ConfText source, int start, int length) : ConfElement
{
    public ConfTokenKind Kind { get; } = kind;

    public ConfText Source { get; } = source;

    public int Start { get; } = start;

    public int End => Start + length;

    public string Text => Source.Text.Substring(Start, length);

    public ReadOnlySpan<char> Span => Source.Text.AsSpan(Start, length);

    public ConfPosition Position => Source.Locate(Start);

    /// <summary>Has no meaning of its own.</summary>
    public bool IsTrivia => Kind is ConfTokenKind.Whitespace or ConfTokenKind.NewLine or ConfTokenKind.Comment;

    public override void Print(StringBuilder target) => target.Append(Span);

    public override string ToString() => $"{Kind} {Position} {Text}";
}
