using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Data.Entities;

/// <summary>A change of state of a VRRP instance on one node.</summary>
internal sealed class TransitionRow
{
    public long Id { get; set; }

    public DateTimeOffset At { get; set; }

    public required string Node { get; set; }

    public required string Instance { get; set; }

    public VrrpState From { get; set; }

    public VrrpState To { get; set; }

    public TransitionCause Cause { get; set; }

    public required string Sentence { get; set; }

    public required string SentenceZh { get; set; }

    public int OwnPriority { get; set; }

    public string? PeerAddress { get; set; }

    public int? PeerPriority { get; set; }

    public TimeSpan? SilentFor { get; set; }

    public string? Detail { get; set; }

    public long Revision { get; set; }
}
