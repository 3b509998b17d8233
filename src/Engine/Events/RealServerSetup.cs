using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.Events;

/// <summary>What a real server needs for the way packets reach it, and what was seen of it from outside.</summary>
public sealed record RealServerSetup
{
    /// <summary>The virtual service.</summary>
    public required string Service { get; init; }

    /// <summary>Endpoint of the real server.</summary>
    public required string Server { get; init; }

    /// <summary>How packets reach it.</summary>
    public required ForwardingMethod ForwardingMethod { get; init; }

    /// <summary>Commands for the real server, in order. Empty for NAT, which asks for nothing but a way back through the director.</summary>
    public ValueArray<SetupStep> Steps { get; init; }

    /// <summary>When it was looked at, UTC; null = not yet.</summary>
    public DateTimeOffset? CheckedAt { get; init; }

    /// <summary>What was found; empty before a look.</summary>
    public ValueArray<SetupFinding> Findings { get; init; }
}

/// <summary>One thing to do on a real server.</summary>
/// <param name="Command">Command line, to be run there by root.</param>
/// <param name="Why">What it is for, in English.</param>
/// <param name="WhyZh">The same in Chinese.</param>
public sealed record SetupStep(string Command, string Why, string WhyZh);

/// <summary>What was seen of one virtual address at a real server. Names are stable: they are part of the API.</summary>
public enum SetupFindingKind
{
    /// <summary>It does not answer for the address, and takes connections to it.</summary>
    Fine,

    /// <summary>It answers ARP or neighbour discovery for the virtual address: clients may pass the director by.</summary>
    AnswersForAddress,

    /// <summary>It did not react to a connection to the virtual address that was sent to its MAC address.</summary>
    DoesNotAccept,

    /// <summary>It has the virtual address, but refuses connections to the port.</summary>
    PortRefused,

    /// <summary>It was not found on a network this director is on, as direct routing needs.</summary>
    NotOnLink,

    /// <summary>There was nothing that can be seen from here, or no way to look.</summary>
    NotChecked,
}

/// <summary>One finding.</summary>
/// <param name="Kind">What was seen.</param>
/// <param name="Address">The virtual address with port, or the real server's own address.</param>
/// <param name="IsProblem">Is there something to mend?</param>
/// <param name="Sentence">What was seen and the way out, in English.</param>
/// <param name="SentenceZh">The same in Chinese.</param>
public sealed record SetupFinding(SetupFindingKind Kind, string Address, bool IsProblem, string Sentence, string SentenceZh);
