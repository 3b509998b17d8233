namespace KeepaliveConsole.Engine.Definitions;

/// <summary>Passes when a datagram is not refused, or, with <see cref="RequireReply"/>, is answered as wanted.</summary>
public sealed record UdpCheckDefinition : CheckDefinition
{
    /// <summary>What is sent, as hexadecimal digits, blanks allowed; null = a few random bytes.</summary>
    public string? Payload { get; init; }

    /// <summary>An answer is required. Default false: silence passes, and only "port unreachable" fails.</summary>
    public bool RequireReply { get; init; }

    /// <summary>What the answer must begin with, as hexadecimal digits where <c>x</c> stands for any; null = anything.</summary>
    public string? Reply { get; init; }

    /// <summary>Shortest answer in bytes. Default 0.</summary>
    public int MinimumReplyLength { get; init; }

    /// <summary>Longest answer in bytes, up to 65535. Default 255.</summary>
    public int MaximumReplyLength { get; init; } = 255;
}
