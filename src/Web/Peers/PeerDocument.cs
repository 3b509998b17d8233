using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Web.Peers;

/// <summary>What another console shows of its node: the part of its <c>GET /api/v1/status</c> that matters here. It may be of another version, so anything may be missing.</summary>
/// <param name="Node">Name of its node.</param>
/// <param name="At">When it took the picture, by its own clock.</param>
/// <param name="StartedAt">When its engine started; null = not said.</param>
/// <param name="Vrrp">Its instances.</param>
internal sealed record PeerDocument(string? Node, DateTimeOffset At, DateTimeOffset? StartedAt, IReadOnlyList<PeerInstance> Vrrp)
{
    /// <summary>Does its node hold the addresses of any instance?</summary>
    public bool IsMaster => Vrrp.Any(instance => instance.IsMaster);
}

/// <summary>One instance of another node.</summary>
internal sealed record PeerInstance
{
    /// <summary>VRID.</summary>
    public int VirtualRouterId { get; init; }

    /// <summary>Name of its <see cref="VrrpState"/>.</summary>
    public string? State { get; init; }

    /// <summary>Priority as it advertises it.</summary>
    public int EffectivePriority { get; init; }

    /// <summary>Who it takes for the owner of the addresses: itself while it is Master.</summary>
    public PeerOwner? Owner { get; init; }

    /// <summary>Its virtual addresses.</summary>
    public IReadOnlyList<PeerAddress?>? VirtualAddresses { get; init; }

    /// <summary>Name of its <see cref="Engine.Events.Freshness"/>.</summary>
    public string? Freshness { get; init; }

    /// <summary>Does it say that it is Master, and did it look just now? What an election that stands still was, is no claim.</summary>
    public bool IsMaster => State == nameof(VrrpState.Master) && Freshness == nameof(Engine.Events.Freshness.Fresh);
}

/// <summary>The owner of an instance's addresses.</summary>
/// <param name="Address">Source address of its adverts.</param>
internal sealed record PeerOwner(string? Address);

/// <summary>A virtual address.</summary>
/// <param name="Address">The address.</param>
internal sealed record PeerAddress(string? Address);
