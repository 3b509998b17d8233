using System.Globalization;
using System.Net;

namespace KeepaliveConsole.Engine.TestKit.Definitions;

/// <summary>Random values of the kinds that definitions are made of.</summary>
internal sealed class RandomValues(int seed, bool withMore, bool withOddTexts)
{
    private static readonly string[] s_odd = ["", "", "", " a b", "\"q\"", "\\d+", "#!", "{x}", "$HOME ", "日本", "~SEQ(1)", "@lb1", "'s"];
    private static readonly string[] s_programs = ["/bin/true", "/bin/echo one two", "/bin/echo 'one two'", "/usr/bin/env -i /bin/true"];
    private static readonly string[] s_oddPrograms = ["/bin/echo \"a b\" \\n", "/bin/echo #1 !2", "/bin/echo $x {y}", "/bin/echo ü \\\\ \\\""];
    private static readonly string[] s_users = ["root", "nobody", "nobody:nogroup"];
    private readonly Random _random = new(seed);

    /// <summary>0 to <paramref name="bound"/> - 1.</summary>
    public int Below(int bound) => _random.Next(bound);

    /// <summary><paramref name="from"/> to <paramref name="to"/>, both included.</summary>
    public int Below(int from, int to) => from + Below(to - from + 1);

    /// <summary>True once in <paramref name="times"/>.</summary>
    public bool Chance(int times) => Below(times) == 0;

    /// <summary>True once in <paramref name="times"/>, and only where more than keepalived knows is wanted.</summary>
    public bool More(int times) => withMore && Chance(times);

    public T Pick<T>(params ReadOnlySpan<T> values) => values[Below(values.Length)];

    public T? Maybe<T>(int times, Func<T> make)
        where T : struct
        => Chance(times) ? make() : null;

    public string? MaybeText(int times, Func<string> make) => Chance(times) ? make() : null;

    public TimeSpan Milliseconds(int from, int to) => TimeSpan.FromMilliseconds(Below(from, to));

    public TimeSpan Seconds(int from, int to) => TimeSpan.FromSeconds(Below(from, to));

    public string Odd() => withOddTexts ? s_odd[Below(s_odd.Length)] : "";

    public string Program() => withOddTexts && Chance(2) ? s_oddPrograms[Below(s_oddPrograms.Length)] : s_programs[Below(s_programs.Length)];

    public string? User() => Chance(2) ? null : s_users[Below(s_users.Length)];

    public string Device() => $"eth{Below(3)}";

    /// <summary>An address of its own for each number, 1 to 60000.</summary>
    public static IPAddress Address(int network, int number, bool isIPv6) => IPAddress.Parse(isIPv6
        ? string.Create(CultureInfo.InvariantCulture, $"2001:db8:{network:x}::{number:x}")
        : string.Create(CultureInfo.InvariantCulture, $"10.{network}.{number / 250}.{1 + (number % 250)}"));
}
