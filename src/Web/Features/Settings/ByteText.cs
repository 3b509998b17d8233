using System.Globalization;

namespace KeepaliveConsole.Web.Features.Settings;

/// <summary>Sizes as people read them, in powers of 1024 (IEC 80000-13).</summary>
public static class ByteText
{
    private static readonly string[] s_units = ["B", "KiB", "MiB", "GiB", "TiB"];

    /// <summary><c>512 B</c>, <c>4.2 MiB</c>; negative sizes read <c>0 B</c>.</summary>
    public static string Of(long bytes)
    {
        double value = Math.Max(0, bytes);
        int unit = 0;
        while (value >= 1024 && unit < s_units.Length - 1)
        {
            value /= 1024;
            unit++;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{value.ToString(unit == 0 || value >= 100 ? "0" : "0.0", CultureInfo.InvariantCulture)} {s_units[unit]}");
    }
}
