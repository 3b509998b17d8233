using System.Security.Cryptography;
using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Engine.Probes;

/// <summary>One datagram, and its answer where one is required. Without that, silence is well: only "port unreachable" speaks against the server.</summary>
internal sealed class UdpExchange : Exchange
{
    private const int RandomBytes = 16;

    private readonly UdpPlan _plan;
    private ProbeVerdict _verdict;

    /// <summary>Sends what <paramref name="plan"/> says.</summary>
    public UdpExchange(UdpPlan plan)
    {
        _plan = plan;
        Outgoing = plan.Payload ?? RandomNumberGenerator.GetBytes(RandomBytes);
    }

    /// <inheritdoc />
    public override bool Received(ReadOnlySpan<byte> bytes)
    {
        Sentence size = bytes.Length == 1 ? $"1 byte" : (Sentence)$"{bytes.Length} bytes";
        if (!_plan.Check.RequireReply) _verdict = new ProbeVerdict(ProbeOutcome.Passed, $"answer of {size}");
        else if (bytes.Length < _plan.Check.MinimumReplyLength || bytes.Length > _plan.Check.MaximumReplyLength) _verdict = Unexpected($"answer of {size}, wanted {_plan.Check.MinimumReplyLength} to {_plan.Check.MaximumReplyLength}");
        else if (!Begins(bytes)) _verdict = Unexpected($"answer begins {Convert.ToHexStringLower(bytes[..Math.Min(bytes.Length, _plan.Reply.Length)])}, wanted {_plan.Check.Reply}");
        else _verdict = new ProbeVerdict(ProbeOutcome.Passed, $"answer of {size}");
        return true;
    }

    /// <inheritdoc />
    public override ProbeVerdict Judge() => _verdict;

    /// <inheritdoc />
    public override ProbeVerdict Failed(ProbeVerdict failure, bool isSilence) => !isSilence || _plan.Check.RequireReply
        ? failure
        : new ProbeVerdict(ProbeOutcome.Passed, $"not refused; no answer, and none is required") { IsSilence = true };

    private bool Begins(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < _plan.Reply.Length) return false;
        for (int i = 0; i < _plan.Reply.Length; i++)
            if (((bytes[i] ^ _plan.Reply[i]) & _plan.ReplyMask[i]) != 0) return false;
        return true;
    }

    private static ProbeVerdict Unexpected(Sentence message) => new(ProbeOutcome.UnexpectedBody, message);
}
