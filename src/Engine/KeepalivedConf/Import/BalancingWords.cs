using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.KeepalivedConf.Evaluation;

namespace KeepaliveConsole.Engine.KeepalivedConf.Import;

/// <summary>The words for schedulers and forwarding methods. A word that keepalived knows and this version does not is a warning; any other an error.</summary>
internal static class BalancingWords
{
    private static readonly Dictionary<string, Scheduler?> s_schedulers = new(StringComparer.Ordinal)
    {
        ["rr"] = Definitions.Scheduler.RoundRobin,
        ["wrr"] = Definitions.Scheduler.WeightedRoundRobin,
        ["lc"] = Definitions.Scheduler.LeastConnections,
        ["wlc"] = Definitions.Scheduler.WeightedLeastConnections,
        ["sh"] = Definitions.Scheduler.SourceHash,
        ["lblc"] = null, ["mh"] = null, ["dh"] = null, ["fo"] = null, ["ovf"] = null, ["lblcr"] = null, ["sed"] = null, ["nq"] = null, ["twos"] = null,
    };

    private static readonly Dictionary<string, ForwardingMethod?> s_methods = new(StringComparer.Ordinal)
    {
        ["NAT"] = ForwardingMethod.Nat,
        ["DR"] = ForwardingMethod.DirectRouting,
        ["TUN"] = null,
    };

    public static Scheduler? Scheduler(ConfDirective line, ConfReader reader) => Read(line, s_schedulers, "wlc", reader);

    public static ForwardingMethod? Method(ConfDirective line, ConfReader reader) => Read(line, s_methods, "NAT", reader);

    private static T? Read<T>(ConfDirective line, Dictionary<string, T?> words, string otherwise, ConfReader reader)
        where T : struct
    {
        if (reader.Word(line) is not { } word) return null;
        if (!words.TryGetValue(word.Text, out T? value))
        {
            reader.Error(word.Position, $"{line.Keyword.Text} must be {string.Join(", ", words.Where(pair => pair.Value is not null).Select(pair => pair.Key))}, not \"{word.Text}\"");
            return null;
        }

        if (value is null)
        {
            reader.Findings.NotUnderstood(word.Position, word.Text);
            reader.Findings.Note(word.Position, $"{otherwise} is used in place of {word.Text}");
            return null;
        }

        reader.NoMore(line, 1);
        return value;
    }
}
