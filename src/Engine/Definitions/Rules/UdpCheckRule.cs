namespace KeepaliveConsole.Engine.Definitions.Rules;

/// <summary>Datagrams that can be sent and answers that can come.</summary>
internal static class UdpCheckRule
{
    private const int LongestPayload = 65507;

    public static void Check(UdpCheckDefinition udp, string at, Sentence subject, ProblemList problems)
    {
        if (udp.Payload is { } payload && Length(payload, wildcards: false) is not (> 0 and <= LongestPayload))
            problems.Error($"{at}/payload", "udp.payload", $"{subject}: the payload must be 1 to {LongestPayload} bytes, each of two hexadecimal digits, such as \"00 ff\".");
        CheckReply(udp, at, subject, problems);
        foreach ((string member, int length) in ((string, int)[])[("minimumReplyLength", udp.MinimumReplyLength), ("maximumReplyLength", udp.MaximumReplyLength)])
            if (length is < 0 or > 65535)
                problems.Error($"{at}/{member}", "udp.length", $"{subject}: {member} must be 0 to 65535 bytes, not {length}.");
        if (udp.MinimumReplyLength > udp.MaximumReplyLength)
            problems.Error($"{at}/minimumReplyLength", "udp.lengths", $"{subject}: no answer has at least {udp.MinimumReplyLength} and at most {udp.MaximumReplyLength} bytes; lower minimumReplyLength or raise maximumReplyLength.");
    }

    private static void CheckReply(UdpCheckDefinition udp, string at, Sentence subject, ProblemList problems)
    {
        if (udp.Reply is not { } reply) return;
        int? length = Length(reply, wildcards: true);
        if (length is not > 0)
            problems.Error($"{at}/reply", "udp.reply", $"{subject}: the reply must be bytes of two hexadecimal digits each, x for any, such as \"00 fx\"; leave it out for any answer.");
        else if (length > udp.MaximumReplyLength)
            problems.Error($"{at}/reply", "udp.replyLength", $"{subject}: an answer of at most {udp.MaximumReplyLength} bytes cannot begin with {length}; raise maximumReplyLength.");
        if (!udp.RequireReply)
            problems.Error($"{at}/reply", "udp.replyNotRequired", $"{subject}: a reply is given but none is required, so silence would pass; set requireReply or remove reply.");
    }

    /// <summary>How many bytes <paramref name="text"/> writes; null = it is not hexadecimal.</summary>
    private static int? Length(string text, bool wildcards)
    {
        int digits = 0;
        foreach (char letter in text)
        {
            if (letter is ' ' or '\t') continue;
            if (!char.IsAsciiHexDigit(letter) && !(wildcards && letter is 'x' or 'X')) return null;
            digits++;
        }

        return digits % 2 == 0 ? digits / 2 : null;
    }
}
