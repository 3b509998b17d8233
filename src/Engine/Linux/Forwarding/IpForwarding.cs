namespace KeepaliveConsole.Engine.Linux.Forwarding;

/// <summary>What came of asking for forwarding.</summary>
internal enum ForwardingOutcome
{
    /// <summary>It was on.</summary>
    AlreadyOn,

    /// <summary>It was off and is on now.</summary>
    TurnedOn,

    /// <summary>It is off and could not be turned on.</summary>
    Failed,
}

/// <summary>Whether this host passes packets on between its interfaces, without which NAT reaches no real server.</summary>
internal interface IIpForwarding
{
    /// <summary>Looks, and turns it on where it is off, in the network namespace of the calling thread.</summary>
    /// <param name="problem">What failed and the way out; null unless <see cref="ForwardingOutcome.Failed"/>.</param>
    ForwardingOutcome Ensure(out string? problem);
}

/// <summary>The kernel's switch net.ipv4.ip_forward.</summary>
internal sealed class IpForwarding : IIpForwarding
{
    private const string Switch = "/proc/sys/net/ipv4/ip_forward";

    /// <inheritdoc />
    public ForwardingOutcome Ensure(out string? problem)
    {
        problem = null;
        try
        {
            if (File.ReadAllText(Switch).Trim() != "0") return ForwardingOutcome.AlreadyOn;
            File.WriteAllText(Switch, "1");
            return ForwardingOutcome.TurnedOn;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            problem = $"net.ipv4.ip_forward is off and could not be turned on ({failure.Message}), so NAT reaches no real server: run \"sysctl -w net.ipv4.ip_forward=1\" as root";
            return ForwardingOutcome.Failed;
        }
    }
}
