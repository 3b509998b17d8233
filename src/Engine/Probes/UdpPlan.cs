using System.Runtime.CompilerServices;
using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.Probes;

/// <summary>The hexadecimal texts of a UDP check as bytes, kept from one probe to the next. Any thread.</summary>
internal sealed class UdpPlan
{
    private static readonly ConditionalWeakTable<UdpCheckDefinition, UdpPlan> s_plans = [];

    private UdpPlan(UdpCheckDefinition check)
    {
        Check = check;
        if (!string.IsNullOrWhiteSpace(check.Payload)) Payload = Read(check.Payload, "payload", wildcards: false).Value;
        if (!string.IsNullOrWhiteSpace(check.Reply)) (Reply, ReplyMask) = Read(check.Reply, "reply", wildcards: true);
    }

    /// <summary>What is wanted.</summary>
    public UdpCheckDefinition Check { get; }

    /// <summary>What is sent; null = random bytes.</summary>
    public byte[]? Payload { get; }

    /// <summary>What the answer must begin with; empty = anything.</summary>
    public byte[] Reply { get; } = [];

    /// <summary>Bits of <see cref="Reply"/> that count.</summary>
    public byte[] ReplyMask { get; } = [];

    /// <summary>Why it cannot be sent as it is defined; null = it can.</summary>
    public string? Problem { get; private set; }

    /// <summary>The plan for <paramref name="check"/>; the same one as long as the definition is in use.</summary>
    public static UdpPlan Of(UdpCheckDefinition check) => s_plans.GetValue(check, static key => new UdpPlan(key));

    private (byte[] Value, byte[] Mask) Read(string text, string what, bool wildcards)
    {
        string digits = string.Concat(text.Where(letter => !char.IsWhiteSpace(letter)));
        byte[] value = new byte[(digits.Length + 1) / 2];
        byte[] mask = new byte[value.Length];
        for (int i = 0; i < digits.Length; i++)
        {
            int shift = i % 2 == 0 ? 4 : 0;
            if (wildcards && digits[i] is 'x' or 'X') continue;
            if (!char.IsAsciiHexDigit(digits[i])) Problem = Sentence.Text($"the {what} \"{text}\" is not hexadecimal");
            else value[i / 2] |= (byte)(Convert.ToInt32(digits[i].ToString(), 16) << shift);
            mask[i / 2] |= (byte)(0xF << shift);
        }

        if (digits.Length % 2 != 0) Problem ??= Sentence.Text($"the {what} \"{text}\" has an odd number of digits");
        return (value, mask);
    }
}
