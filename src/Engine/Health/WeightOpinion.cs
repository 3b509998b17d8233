using System.Globalization;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Engine.Health;

/// <summary>What the checks of a server make of its weight.</summary>
internal static class WeightOpinion
{
    /// <summary>Largest weight the kernel takes.</summary>
    public const int Largest = 65535;

    /// <summary>
    /// What a check says after <paramref name="said"/>: no word leaves what it said before; a word without a number (an agent's
    /// <c>drain</c> or <c>ready</c>) leaves its number.
    /// </summary>
    public static WeightAdvice? Merge(WeightAdvice? before, WeightAdvice? said)
    {
        if (said is not { } now) return before;
        bool hasNumber = now.Absolute is not null || now.Percent is not null || now.Offset is not null;
        return hasNumber || before is not { } old ? now : old with { Drain = now.Drain };
    }

    /// <summary>
    /// The weight: each check moves the defined one by the difference between what it says and the defined one, so that several add up
    /// as keepalived's dynamic scripts do. 0 to 65535; 0 when one says that the server takes no new connections.
    /// </summary>
    /// <param name="server">With the defined weight and the names of its checks.</param>
    /// <param name="checks">In the order of the definition.</param>
    /// <param name="reason">What the weight comes from; null = it is the defined one.</param>
    public static int Of(RealServerDefinition server, ReadOnlySpan<CheckHealth> checks, out string? reason)
    {
        long weight = server.Weight;
        bool drains = false;
        List<string>? words = null;
        for (int i = 0; i < checks.Length; i++)
        {
            if (checks[i].Advice is not { } advice) continue;
            long wanted = advice.Absolute
                // Rounded up: a share that is not 0 must not become a weight of 0.
                ?? (advice.Percent is { } percent ? ((long)server.Weight * percent + 99) / 100 : server.Weight + (long)(advice.Offset ?? 0));
            weight += wanted - server.Weight;
            drains |= advice.Drain;
            if (wanted != server.Weight || advice.Drain) (words ??= []).Add(Word(server.Checks[i], advice));
        }

        reason = words is null ? null : string.Join(", ", words);
        return drains ? 0 : (int)Math.Clamp(weight, 0, Largest);
    }

    private static string Word(CheckDefinition check, WeightAdvice advice)
    {
        string who = check switch
        {
            ScriptCheckDefinition => "script",
            FileCheckDefinition file => $"file {file.TrackFile}",
            AgentCheckDefinition => "agent",
            _ => CheckName.Of(check),
        };
        string what = advice switch
        {
            { Drain: true } => "drain",
            // keepalived's misc_dynamic: the weight is the exit code less two.
            { Absolute: { } weight } when check is ScriptCheckDefinition => string.Create(CultureInfo.InvariantCulture, $"exit code {weight + 2}"),
            { Absolute: { } weight } => string.Create(CultureInfo.InvariantCulture, $"weight {weight}"),
            { Percent: { } percent } => string.Create(CultureInfo.InvariantCulture, $"{percent} %"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{advice.Offset ?? 0:+0;-0;0}"),
        };
        return $"{who} {what}";
    }
}
