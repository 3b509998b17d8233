using KeepaliveConsole.Engine.KeepalivedConf.Syntax;

namespace KeepaliveConsole.Engine.Tests.KeepalivedConf.Syntax;

public sealed class ConfSyntaxTreeTests
{
    private const string Everything = """
        # comment ! still
        ! another
        $A=1 # why
        $BLOCK= \
            url { \
                path /${A} \
            }
        global_defs
        # between
        {
            router_id "a \" b # no comment"
            @main priority 1
            @^main priority 2
        }
        include conf.d/{a,b}*.conf
        ~SEQ(I, 1, 3) ~LST({X,Y}, {1,2}, {3,4}) $BLOCK
        url { path /x } url { path /y }
        auth_pass pa\#ss#comment
        x ${_RANDOM 1 5}y}
        """;

    public static TheoryData<string> Texts => new(
        "", "\n", "\r\n", "\r", "a", "a\r\nb\r\n", "a{b}c", "{", "}", "}{", "{{{{", "\"", "\"abc", "a\"b", "\\", "a\\", "\\\n", "@", "@\n", "@ x", "@a", "@a{b}", "$", "$A", "$A=", "$A=\\", "$A=\\\n", "$A=\\\r\n\\\r\n",
        "~SEQ(", "~SEQ()", "~LST(a", "\0", "a\0b {\0}", "\t\v\f x", "include", "include {a,b}", "include {\n}\n", "\uFEFFa", "\uD800", "é { ü }", "#", "!", "a#", "${", "${}", "${a", "a ${x y} b", Everything, Everything.ReplaceLineEndings("\r\n"));

    [Theory]
    [MemberData(nameof(Texts))]
    public void Parse_AnyText_PrintsItBack(string text) => Assert.Equal(text, ConfSyntaxTree.Parse("f", text).Print());

    [Theory]
    [MemberData(nameof(Texts))]
    public void Read_AnyText_TokensAreTheTextWithoutGap(string text)
    {
        int at = 0;
        foreach (ConfToken token in ConfLexer.Read(new ConfFileText("f", text)))
        {
            Assert.Equal(at, token.Start);
            Assert.True(token.End > token.Start);
            at = token.End;
        }

        Assert.Equal(text.Length, at);
    }

    [Fact]
    public void Parse_MutatedSamples_PrintBackAndNeverThrow()
    {
        var random = new Random(20260131);
        const string pieces = "{}\"#!@$\\~(),\n\r\t \0x/é";
        string[] sources = [Everything, .. SampleFiles.Names.Select(SampleFiles.Text)];
        for (int round = 0; round < 2000; round++)
        {
            var text = new System.Text.StringBuilder(sources[round % sources.Length]);
            for (int change = random.Next(1, 12); change > 0; change--)
            {
                int at = random.Next(text.Length);
                switch (random.Next(4))
                {
                    case 0: text.Remove(at, Math.Min(random.Next(1, 40), text.Length - at)).Append(' '); break;
                    case 1: text.Insert(at, pieces[random.Next(pieces.Length)]); break;
                    case 2: text[at] = pieces[random.Next(pieces.Length)]; break;
                    default: text.Insert(at, text.ToString(at, Math.Min(random.Next(1, 60), text.Length - at))); break;
                }
            }

            string mutated = round % 5 == 0 ? text.ToString().Replace("\n", "\r\n", StringComparison.Ordinal) : text.ToString();
            Assert.Equal(mutated, ConfSyntaxTree.Parse("f", mutated).Print());
            Assert.NotNull(TextSource.Import(mutated).Definition);
        }
    }

    [Fact]
    public void Parse_RandomPieces_PrintBackAndNeverThrow()
    {
        var random = new Random(7);
        string[] pieces = ["{", "}", "\"", "#", "!", "@a ", "@^b ", "$V=", "$V ", "${V}", "\\", "\\\n", "\n", "\r\n", " ", "\t", "~SEQ(V,1,3) ", "~LST(V,a,b) ", "include x", "vrrp_instance A ", "priority 5", "\0", "virtual_server 1.1.1.1 80 "];
        for (int round = 0; round < 2000; round++)
        {
            string text = string.Concat(Enumerable.Range(0, random.Next(1, 40)).Select(_ => pieces[random.Next(pieces.Length)]));
            Assert.Equal(text, ConfSyntaxTree.Parse("f", text).Print());
            Assert.NotNull(TextSource.Import(text).Definition);
        }
    }

    [Fact]
    public void Parse_HundredThousandOpenBraces_EndsWithAProblem()
    {
        string text = string.Concat(Enumerable.Repeat("a {\n", 100_000));

        ConfSyntaxTree tree = ConfSyntaxTree.Parse("f", text);

        Assert.Equal(text, tree.Print());
        Assert.Contains(tree.Problems, problem => problem.Message.ToString() == "blocks are nested deeper than 64; is a } missing above?" && problem.Position == new ConfPosition("f", 65, 3));
    }

    [Fact]
    public void Parse_Positions_CountLinesAndColumnsFromOne()
    {
        var tokens = ConfLexer.Read(new ConfFileText("f", "ab\r\n\tcd {\n}x"));

        Assert.Equal(
            ["Word f:1:1", "NewLine f:1:3", "Whitespace f:2:1", "Word f:2:2", "Whitespace f:2:4", "OpenBrace f:2:5", "NewLine f:2:6", "CloseBrace f:3:1", "Word f:3:2"],
            tokens.Select(token => $"{token.Kind} {token.Position}"));
    }

    [Fact]
    public void Parse_BlockOnItsOwnLine_BelongsToTheKeywordAbove()
    {
        ConfStatement statement = Assert.Single(ConfSyntaxTree.Parse("f", "global_defs # c\n\n{\n router_id x\n}").Elements.OfType<ConfStatement>());

        Assert.Equal(["global_defs"], statement.Tokens(ConfTokenKind.Word).Select(word => word.Text));
        Assert.Equal(["router_id", "x"], Assert.Single(statement.Block!.Elements.OfType<ConfStatement>()).Tokens(ConfTokenKind.Word).Select(word => word.Text));
    }

    [Theory]
    [InlineData("a {\n b {\n}", "f:1:3 this { is never closed; add the missing }")]
    [InlineData("a {\n}\n}", "f:3:1 this } closes nothing; remove it or add the missing {")]
    [InlineData("a \"b\nc", "f:1:3 this quote is never closed on its line; add the missing \"")]
    [InlineData("a \\\"b\nc \\\\\"", "f:2:5 this quote is never closed on its line; add the missing \"")]
    [InlineData("{\n}", "f:1:1 this { has no keyword in front; add one or remove the braces")]
    public void Parse_BrokenText_SaysWhere(string text, string problem) =>
        Assert.Equal([problem], ConfSyntaxTree.Parse("f", text).Problems.Select(found => $"{found.Position} {found.Message}"));

    [Theory]
    [InlineData("$A=1", "A", "1")]
    [InlineData("$A=", "A", "")]
    [InlineData("$A= x y # c", "A", "x y")]
    [InlineData("$A=\"a # b\" ! c", "A", "\"a # b\"")]
    [InlineData("$A= \\\n b 1 \\ # c\n c 2\nd", "A", "b 1 \n c 2")]
    [InlineData("$A= \\\r\n b\\\r\n", "A", "b")]
    public void Definition_Read_JoinsLinesAndDropsComments(string text, string name, string value)
    {
        ConfToken token = ConfLexer.Read(new ConfFileText("f", text))[0];

        Assert.Equal(ConfTokenKind.Definition, token.Kind);
        Assert.Equal(new ConfDefinition(name, value), ConfDefinition.Read(token));
    }
}
