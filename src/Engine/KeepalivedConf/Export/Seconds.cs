using System.Globalization;

namespace KeepaliveConsole.Engine.KeepalivedConf.Export;

/// <summary>Times in sentences.</summary>
internal static class Seconds
{
    /// <summary><c>1.5 s</c></summary>
    public static string Text(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.Ticks / (decimal)TimeSpan.TicksPerSecond:0.#######} s");
}
