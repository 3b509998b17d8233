using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.KeepalivedConf.Evaluation;

namespace KeepaliveConsole.Engine.KeepalivedConf.Import;

/// <summary>Values that are written the same way in <c>global_defs</c> and in instances.</summary>
internal static class VrrpValues
{
    public static VrrpVersion? Version(ConfDirective line, ConfReader reader) => (VrrpVersion?)reader.Integer(line, 2, 3);

    public static TimeSpan? SecondBurstDelay(ConfDirective line, ConfReader reader) =>
        reader.Integer(line, 0, 4294) is { } seconds ? TimeSpan.FromSeconds(seconds) : null;

    /// <summary>keepalived takes 0 for 1.</summary>
    public static int? AnnouncementRepeat(ConfDirective line, ConfReader reader)
    {
        if (reader.Integer(line, 0, 100) is not { } repeat) return null;
        if (repeat == 0) reader.Findings.Warning(line.Keyword.Position, $"{line.Keyword.Text} 0 is taken as 1, as keepalived does");
        return (int)Math.Max(repeat, 1);
    }
}
