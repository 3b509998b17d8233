using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.KeepalivedConf.Evaluation;

namespace KeepaliveConsole.Engine.KeepalivedConf.Import;

/// <summary>Values that are written the same way in several blocks.</summary>
internal static class VrrpValues
{
    public static VrrpVersion? Version(ConfDirective line, ConfReader reader) => (VrrpVersion?)reader.Integer(line, 2, 3);

    /// <summary><c>USER [[:]GROUP]</c> from the argument at <paramref name="first"/> on, as <c>user</c> or <c>user:group</c>; null = none is written.</summary>
    public static string? User(ConfDirective line, ConfReader reader, int first)
    {
        reader.NoMore(line, first + 2);
        if (line.Arguments.Count <= first || line.Arguments[first].IsBroken) return null;
        string user = line.Arguments[first].Text;
        return line.Arguments.Count > first + 1 && !line.Arguments[first + 1].IsBroken ? $"{user}:{line.Arguments[first + 1].Text.TrimStart(':')}" : user;
    }

    /// <summary><c>N [reverse]</c>.</summary>
    public static (int Weight, bool Reverse) Weight(ConfDirective line, ConfReader reader, int limit)
    {
        bool reverse = line.Arguments.Count > 1 && line.Arguments[1].Text == "reverse";
        reader.NoMore(line, reverse ? 2 : 1);
        return reader.Word(line) is { } word && reader.Integer(word, Sentence.Verbatim("weight"), -limit, limit) is { } weight ? ((int)weight, reverse) : (0, reverse);
    }
}
