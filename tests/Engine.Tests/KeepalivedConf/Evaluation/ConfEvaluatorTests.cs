using KeepaliveConsole.Engine.KeepalivedConf.Evaluation;

namespace KeepaliveConsole.Engine.Tests.KeepalivedConf.Evaluation;

public sealed class ConfEvaluatorTests
{
    private static (string Text, string Findings) Evaluate(TextSource source, string path = "k.conf")
    {
        var findings = new ConfFindings();
        List<ConfDirective> directives = new ConfEvaluator(source, new ConfScope("main"), findings).EvaluateFile(path);
        return (string.Join("; ", directives.Select(Text)), string.Join("; ", findings.ToValueArray()));
    }

    private static string Text(ConfDirective directive) =>
        string.Join(' ', directive.Words.Select(word => word.Text)) + (directive.Children is { } children ? " {" + string.Join("; ", children.Select(Text)) + "}" : "");

    private static void Expect(string text, string expected)
    {
        (string read, string findings) = Evaluate(new TextSource(text));
        Assert.Equal("", findings);
        Assert.Equal(expected, read);
    }

    [Theory]
    [InlineData("@main a 1\n@other a 2\n@^main a 3\n@^other a 4", "a 1; a 4")]
    [InlineData("x {\n @main a 1\n @other a 2\n}", "x {a 1}")]
    [InlineData("@other x {\n a 1\n}\nb", "b")]
    [InlineData("@main $P=240\n@backup $P=200\npriority $P", "priority 240")]
    [InlineData("$IF=@main\n$IF a 1\n$IF=@other\n$IF a 2", "a 1")]
    public void Conditions_DecideWhatCounts(string text, string expected) => Expect(text, expected);

    [Theory]
    [InlineData("$A=10.2.${B}\n$B=0\nx ${A}.100/32\n$B=10\nx ${A}.100/32", "x 10.2.0.100/32; x 10.2.10.100/32")]
    [InlineData("$A=\nx${A} y $A z", "x y z")]
    [InlineData("$A=one two\nx $A", "x one two")]
    [InlineData("$A=1\nx \"v ${A} $A .\"", "x v 1 1 .")]
    [InlineData("x ${_INSTANCE} ${_PWD} a${_HASH}b${_BANG}", "x main . a#b!")]
    [InlineData("x a\\#b \"c # d\" \"e \\\" f\" \\d+", "x a#b c # d e \" f \\d+")]
    [InlineData("x $1 ^foo$ a$", "x $1 ^foo$ a$")]
    [InlineData("$A=1\nx $A{\n y\n}", "x 1 {y}")]
    public void Variables_ArePutInAtUse(string text, string expected) =>
        Expect(text.Replace("$A{", "${A} {", StringComparison.Ordinal), expected);

    [Fact]
    public void MultiLineVariable_IsReadAsLines() => Expect(
        """
        $INSTANCE= \
        vrrp_instance VI_${NUM} { \
            interface eth0.${NUM} \
            @main priority 130 \
            @low priority 120 \
            virtual_ipaddress { 10.0.${NUM}.254/24 } \
        }
        $NUM=0
        $INSTANCE
        $NUM=1
        $INSTANCE
        """,
        "vrrp_instance VI_0 {interface eth0.0; priority 130; virtual_ipaddress {10.0.0.254/24}}; vrrp_instance VI_1 {interface eth0.1; priority 130; virtual_ipaddress {10.0.1.254/24}}");

    [Fact]
    public void MultiLineVariables_Nest() => Expect(
        """
        $RS= \
        real_server 10.0.${V}.${R} 80 { \
            weight 1 \
        }
        $VS= \
        virtual_server 10.1.${V}.4 80 { \
            $R=1 \
            $RS \
            $R=2 \
            $RS \
        }
        $V=7
        $VS
        """,
        "virtual_server 10.1.7.4 80 {real_server 10.0.7.1 80 {weight 1}; real_server 10.0.7.2 80 {weight 1}}");

    [Theory]
    [InlineData("~SEQ(S, 0, 2) ip 10.0.${S}.1", "ip 10.0.0.1; ip 10.0.1.1; ip 10.0.2.1")]
    [InlineData("~SEQ(S, 3) x $S", "x 1; x 2; x 3")]
    [InlineData("~SEQ(S, -2) x $S", "x -1; x -2")]
    [InlineData("~SEQ(S, 5, -2, 1) x $S", "x 5; x 3; x 1")]
    [InlineData("~SEQx(S, 0x90, 0x10, 0xb0) x fe80::${S}", "x fe80::90; x fe80::a0; x fe80::b0")]
    [InlineData("~LST(I, 1, b) ~LST(J, 5,6) x ${I}.${J}", "x 1.5; x 1.6; x b.5; x b.6")]
    [InlineData("~LST({I,J}, {10,1},{20,4}) x ${I}.${J}", "x 10.1; x 20.4")]
    [InlineData("~SEQ(I,1,2) vrrp_instance V${I} {\n priority 10${I}\n}", "vrrp_instance V1 {priority 101}; vrrp_instance V2 {priority 102}")]
    [InlineData("$L=w ${I}\n~SEQ(I,1,2) $L\n", "w 1; w 2")]
    [InlineData("b {\n ~SEQ(I,1,2) ~SEQ(J,1,2) ${I}${J}\n}", "b {11; 12; 21; 22}")]
    public void Sequences_RepeatTheRestOfTheLine(string text, string expected) => Expect(text, expected);

    [Fact]
    public void Include_BringsFilesInWithTheirOwnFolderAndSharedVariables()
    {
        TextSource source = new TextSource("").Add("etc/k.conf", "$A=1\ninclude conf.d/*.conf\nlast $B").Add("etc/conf.d/b.conf", "b $A ${_PWD}").Add("etc/conf.d/a.conf", "$B=2\na {\n include x.inc\n}").Add("etc/conf.d/x.inc", "inner $A");

        (string text, string findings) = Evaluate(source, "etc/k.conf");

        Assert.Equal("", findings);
        Assert.Equal("a {inner 1}; b 1 etc/conf.d; last 2", text);
    }

    [Theory]
    [InlineData("x $NO\ny", "x $NO; y", "k.conf:1:3: error: unknown variable NO; define it above with $NO=VALUE, or put the word in quotes if the $ is meant")]
    [InlineData("x 1 a${NO}b ${NO2}", "x 1 a${NO}b ${NO2}", "k.conf:1:6: error: unknown variable NO; define it above with $NO=VALUE, or put the word in quotes if the $ is meant; k.conf:1:13: error: unknown variable NO2; define it above with $NO2=VALUE, or put the word in quotes if the $ is meant")]
    [InlineData("x \"echo ${HOME}\"", "x echo ${HOME}", "k.conf:1:9: warning: unknown variable HOME inside quotes is kept as it is written")]
    [InlineData("x ${_RANDOM 1 5}", "x ${_RANDOM 1 5}", "k.conf:1:3: error: ${_RANDOM 1 5} has another value at each start and cannot be imported; write the value itself")]
    [InlineData("$A=x$A \n$A", "", "k.conf:2:1: error: a variable refers to itself, or its value grows without end; correct its definition")]
    [InlineData("$A=${A}${A}\ny ${A}", "", "k.conf:2:1: error: a variable refers to itself, or its value grows without end; correct its definition")]
    [InlineData("~SEQ(A) x", "", "k.conf:1:1: error: ~SEQ(A): it needs a name and one to three numbers: ~SEQ(NAME, START, STEP, END)")]
    [InlineData("~SEQ(A,1,x) x", "", "k.conf:1:1: error: ~SEQ(A,1,x): x is not a whole number; write ~SEQ(NAME, START, STEP, END)")]
    [InlineData("~SEQ(A,1,-1,5) x", "", "k.conf:1:1: error: ~SEQ(A,1,-1,5): from 1 in steps of -1 it never reaches 5, or only after more than 65536 rounds; correct start, step or end")]
    [InlineData("~SEQ(A,0,99999999) x", "", "k.conf:1:1: error: ~SEQ(A,0,99999999): from 0 in steps of 1 it never reaches 99999999, or only after more than 65536 rounds; correct start, step or end")]
    [InlineData("~LST({A,B},{1}) x", "", "k.conf:1:1: error: ~LST({A,B},{1}): every group must have 2 values, as many as there are names")]
    [InlineData("include nothing*\na", "a", "k.conf:1:9: error: no file matches nothing*; correct the pattern or remove the line")]
    [InlineData("include", "", "k.conf:1:1: error: include needs exactly one file name or pattern")]
    [InlineData("include k.conf", "", "k.conf:1:9: error: k.conf includes itself, or includes are nested deeper than 16; remove one of the includes")]
    public void Problems_StandWhereTheyAre(string text, string expected, string findings)
    {
        (string Text, string Findings) read = Evaluate(new TextSource(text));

        Assert.Equal(findings, read.Findings);
        if (expected.Length > 0 || !text.Contains('=', StringComparison.Ordinal)) Assert.Equal(expected, read.Text);
    }

    [Fact]
    public void Problem_InsideAVariable_StandsWhereTheVariableIsUsed()
    {
        (_, string findings) = Evaluate(new TextSource("$A= \\\n x { \\\n y $NO \\\n }\n\nb\n   $A"));

        Assert.Equal("k.conf:7:4: error: unknown variable NO; define it above with $NO=VALUE, or put the word in quotes if the $ is meant", findings);
    }

    [Fact]
    public void Sequences_MultipliedWithoutEnd_StopWithAnError()
    {
        var findings = new ConfFindings();
        var source = new TextSource("~SEQ(A,1,60000) ~SEQ(B,1,60000) ~SEQ(C,1,60000) x ${A}");

        int read = new ConfEvaluator(source, new ConfScope("main"), findings, maximumStatements: 1000).EvaluateFile("k.conf").Count;

        Assert.InRange(read, 400, 1000);
        Assert.Equal("k.conf:1:49: error: the file expands to more than 1000 statements; the rest is not read", Assert.Single(findings.ToValueArray()).ToString());
    }

    [Fact]
    public void File_ThatCannotBeRead_IsAnError() =>
        Assert.Equal("no.conf:1:1: error: cannot be read: no such file", Evaluate(new TextSource(""), "no.conf").Findings);
}
