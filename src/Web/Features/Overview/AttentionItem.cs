using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Web.Components.Parts;

namespace KeepaliveConsole.Web.Features.Overview;

/// <summary>What kind of thing needs attention, the one that explains most first.</summary>
public enum AttentionKind
{
    /// <summary>The engine itself is silent.</summary>
    Engine,

    /// <summary>A privilege is missing.</summary>
    NotPermitted,

    /// <summary>The process that runs the election is gone.</summary>
    ElectionProcess,

    /// <summary>Two nodes hold the same addresses.</summary>
    SplitBrain,

    /// <summary>The load balancer does not work.</summary>
    LoadBalancer,

    /// <summary>An instance is in Fault.</summary>
    Fault,

    /// <summary>An address is not where the state says.</summary>
    Address,

    /// <summary>A virtual service lost its quorum.</summary>
    Quorum,

    /// <summary>An observation is too old, or there is no owner.</summary>
    Observation,

    /// <summary>A heartbeat line is not usable.</summary>
    HeartbeatLine,

    /// <summary>Something that an instance tracks is down.</summary>
    Track,

    /// <summary>A real server is down.</summary>
    ServerDown,

    /// <summary>A real server is on its way down or up.</summary>
    ServerChanging,

    /// <summary>An operator drained it, or took it or this node out.</summary>
    Administrative,
}

/// <summary>One row of "Needs attention".</summary>
/// <param name="Kind">What kind of thing it is.</param>
/// <param name="Severity">How grave; decides the order.</param>
/// <param name="Token">How it looks.</param>
/// <param name="Subject">What it is about, such as <c>VI_WEB</c> or <c>10.88.0.101:80</c>.</param>
/// <param name="What">What is the matter, without a full stop.</param>
/// <param name="Why">The cause or the way out; null = nothing to add.</param>
/// <param name="Since">Since when, UTC; null = not known.</param>
/// <param name="Href">Page that shows more; null = none.</param>
public sealed record AttentionItem(AttentionKind Kind, EventSeverity Severity, StateToken Token, string Subject, string What, string? Why, DateTimeOffset? Since, string? Href);
