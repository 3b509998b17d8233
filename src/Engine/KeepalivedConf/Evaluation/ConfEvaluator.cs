using KeepaliveConsole.Engine.KeepalivedConf.Syntax;

namespace KeepaliveConsole.Engine.KeepalivedConf.Evaluation;

/// <summary>Turns files into directives: decides conditions, puts variables in, repeats sequences, brings includes in.</summary>
/// <param name="source">Where text comes from.</param>
/// <param name="scope">Variables and the config id.</param>
/// <param name="findings">Gets what is wrong.</param>
/// <param name="maximumStatements">Where reading stops; sequences inside sequences could otherwise go on for hours.</param>
internal sealed class ConfEvaluator(IConfSource source, ConfScope scope, ConfFindings findings, int maximumStatements = 500_000)
{
    private const int MaximumExpansionDepth = 32;
    private const int MaximumIncludeDepth = 16;
    private const int MaximumExpandedLength = 1 << 18;
    private const int MaximumBlockDepth = 64;

    private readonly Stack<string> _files = new();
    private int _statements;
    private int _blockDepth;

    // After one variable without end nothing more is expanded: its copies would multiply the work for nothing new.
    private bool _isRunaway;

    /// <summary>Everything <paramref name="path"/> says, with what it includes.</summary>
    public List<ConfDirective> EvaluateFile(string path)
    {
        var directives = new List<ConfDirective>();
        string? text = source.Read(path, out Sentence? problem);
        findings.FileOpened(path);
        if (text is null) findings.Error(new ConfPosition(path, 1, 1), $"cannot be read: {problem ?? $"unknown reason"}");
        else EvaluateText(path, text, directives);
        return directives;
    }

    private void EvaluateText(string path, string text, List<ConfDirective> target)
    {
        findings.FileOpened(path);
        _files.Push(path);
        Evaluate(Parse(new ConfFileText(path, text)), target, null, 0);
        _files.Pop();
    }

    private IReadOnlyList<ConfElement> Parse(ConfText text)
    {
        ConfSyntaxTree tree = ConfSyntaxTree.Parse(text);
        foreach (ConfSyntaxProblem problem in tree.Problems) findings.Error(problem.Position, problem.Message);
        return tree.Elements;
    }

    /// <param name="elements">What to evaluate.</param>
    /// <param name="target">Gets the directives.</param>
    /// <param name="block">Block of the statement that expanded to <paramref name="elements"/>; it belongs to the last of them.</param>
    /// <param name="depth">How many expansions deep.</param>
    private void Evaluate(IReadOnlyList<ConfElement> elements, List<ConfDirective> target, ConfBlock? block, int depth)
    {
        int last = -1;
        for (int index = 0; block is not null && index < elements.Count; index++)
            if (elements[index] is ConfStatement) last = index;
        for (int index = 0; index < elements.Count; index++)
        {
            if (elements[index] is not ConfStatement statement) continue;
            if (++_statements > maximumStatements)
            {
                if (_statements == maximumStatements + 1) findings.Error(FirstToken(statement).Position, $"the file expands to more than {maximumStatements} statements; the rest is not read");
                return;
            }

            ConfBlock? own = index == last ? statement.Block ?? block : statement.Block;
            Evaluate(statement, own, target, depth);
        }
    }

    private static ConfToken FirstToken(ConfStatement statement) => statement.Parts[0] as ConfToken ?? ((ConfBlock)statement.Parts[0]).Open;

    private void Evaluate(ConfStatement statement, ConfBlock? block, List<ConfDirective> target, int depth)
    {
        foreach (ConfToken condition in statement.Tokens(ConfTokenKind.Condition))
            if (!scope.Holds(condition.Text)) return;
        if (statement.Tokens(ConfTokenKind.Definition).FirstOrDefault() is { } definition)
        {
            ConfDefinition read = ConfDefinition.Read(definition);
            scope.Set(read.Name, read.Value);
        }
        else if (statement.Tokens(ConfTokenKind.Sequence).FirstOrDefault() is { } sequence)
        {
            EvaluateSequence(statement, sequence, block, target, depth);
        }
        else
        {
            EvaluateWords([.. statement.Tokens(ConfTokenKind.Word)], block, target, depth);
        }
    }

    private void EvaluateSequence(ConfStatement statement, ConfToken token, ConfBlock? block, List<ConfDirective> target, int depth)
    {
        string text = ConfExpansion.Expand(token.Source, token.Start, token.End, scope, _files.Peek(), out _)?.Text ?? token.Text;
        if (ConfSequence.Read(text, out Sentence? problem) is not { } sequence)
        {
            findings.Error(token.Position, $"{token.Text}: {problem}");
            return;
        }

        ConfToken end = statement.Parts.OfType<ConfToken>().Last(part => !part.IsTrivia);
        var rest = new ConfExpandedText.Builder();
        rest.AddLiteral(token.Source, token.End, end.End - token.End);
        IReadOnlyList<ConfElement> elements = Parse(rest.ToText());
        string?[] before = [.. sequence.Names.Select(scope.Find)];
        foreach (IReadOnlyList<string> round in sequence.Rounds)
        {
            if (_statements > maximumStatements) break;
            for (int index = 0; index < sequence.Names.Count; index++) scope.Set(sequence.Names[index], round[index]);
            Evaluate(elements, target, block, depth);
        }

        for (int index = 0; index < sequence.Names.Count; index++) scope.Restore(sequence.Names[index], before[index]);
    }

    private void EvaluateWords(List<ConfToken> words, ConfBlock? block, List<ConfDirective> target, int depth)
    {
        if (words.Count == 0) return;
        ConfText text = words[0].Source;
        ConfExpandedText? expanded = ConfExpansion.Expand(text, words[0].Start, words[^1].End, scope, _files.Peek(), out List<ConfExpansion.Unknown> unknown);
        if (expanded is not null)
        {
            if (_isRunaway) return;
            _isRunaway = depth >= MaximumExpansionDepth || expanded.Text.Length > MaximumExpandedLength;
            if (_isRunaway) findings.Error(words[0].Position, $"a variable refers to itself, or its value grows without end; correct its definition");
            else Evaluate(Parse(expanded), target, block, depth + 1);
            return;
        }

        foreach (ConfExpansion.Unknown reference in unknown) ReportUnknown(text, reference);
        List<ConfWord> read = words.ConvertAll(token => ReadWord(token, unknown));
        if (ConfLexer.IsInclude(read[0].Text)) Include(read, target);
        else if (!read[0].IsBroken) target.Add(new ConfDirective(read[0], read[1..], EvaluateBlock(block, depth)));
    }

    private List<ConfDirective>? EvaluateBlock(ConfBlock? block, int depth)
    {
        if (block is null) return null;
        var children = new List<ConfDirective>();
        if (_blockDepth >= MaximumBlockDepth)
        {
            findings.Error(block.Open.Position, $"blocks are nested deeper than {MaximumBlockDepth} once variables and includes are put in; the rest is not read");
            return children;
        }

        _blockDepth++;
        Evaluate(block.Elements, children, null, depth);
        _blockDepth--;
        return children;
    }

    private static ConfWord ReadWord(ConfToken token, List<ConfExpansion.Unknown> unknown) =>
        new(ConfWord.Unquote(token.Span), token.Position, unknown.Exists(reference => !reference.IsQuoted && reference.Offset >= token.Start && reference.Offset < token.End));

    private void ReportUnknown(ConfText text, ConfExpansion.Unknown reference)
    {
        ConfPosition position = text.Locate(reference.Offset);
        if (reference.Name.StartsWith("_RANDOM", StringComparison.Ordinal) || reference.Name.StartsWith("_ENV", StringComparison.Ordinal))
            findings.Error(position, $"${{{reference.Name}}} has another value at each start and cannot be imported; write the value itself");
        else if (reference.IsQuoted)
            findings.Warning(position, $"unknown variable {reference.Name} inside quotes is kept as it is written");
        else
            findings.Error(position, $"unknown variable {reference.Name}; define it above with ${reference.Name}=VALUE, or put the word in quotes if the $ is meant");
    }

    private void Include(List<ConfWord> words, List<ConfDirective> target)
    {
        if (words.Count != 2)
        {
            findings.Error(words[0].Position, $"{words[0].Text} needs exactly one file name or pattern");
            return;
        }

        ConfWord pattern = words[1];
        if (pattern.IsBroken) return;
        IReadOnlyList<string> paths = source.Match(pattern.Text, _files.Peek());
        if (paths.Count == 0) findings.Error(pattern.Position, $"no file matches {pattern.Text}; correct the pattern or remove the line");
        foreach (string path in paths)
        {
            if (_files.Contains(path) || _files.Count >= MaximumIncludeDepth)
                findings.Error(pattern.Position, $"{path} includes itself, or includes are nested deeper than {MaximumIncludeDepth}; remove one of the includes");
            else if (source.Read(path, out Sentence? problem) is { } text)
                EvaluateText(path, text, target);
            else
                findings.Error(pattern.Position, $"{path} cannot be read: {problem ?? $"unknown reason"}");
        }
    }
}
