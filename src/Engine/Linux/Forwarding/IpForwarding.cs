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

    /// <summary>
    /// Why answers of IPv6 servers do not come back, and the way out; null = they do. It is not turned on here: a host that forwards IPv6 stops
    /// listening to router advertisements, and may so lose its own way out.
    /// </summary>
    string? IPv6Problem();
}

/// <summary>The kernel's switch net.ipv4.ip_forward.</summary>
internal sealed class IpForwarding : IIpForwarding
{
    private const string Switch = "/proc/sys/net/ipv4/ip_forward";
    private const string IPv6Switch = "/proc/sys/net/ipv6/conf/all/forwarding";

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

    /// <inheritdoc />
    public string? IPv6Problem()
    {
        try
        {
            return File.ReadAllText(IPv6Switch).Trim() != "0"
                ? null
                : "net.ipv6.conf.all.forwarding is off, so answers of IPv6 servers behind NAT do not come back: run \"sysctl -w net.ipv6.conf.all.forwarding=1\" as root (an interface that takes its routes from router advertisements then needs accept_ra=2)";
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return $"net.ipv6.conf.all.forwarding cannot be read ({failure.Message}); NAT to IPv6 servers needs it on";
        }
    }
}
