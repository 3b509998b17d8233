using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Web.Components.Parts;

namespace KeepaliveConsole.Web.Features.Overview;

/// <summary>One row of "Needs attention".</summary>
/// <param name="Severity">How grave; decides the order.</param>
/// <param name="Token">How it looks.</param>
/// <param name="Subject">What it is about, such as <c>VI_WEB</c> or <c>10.88.0.101:80</c>.</param>
/// <param name="What">What is the matter, without a full stop.</param>
/// <param name="Why">The cause or the way out; null = nothing to add.</param>
/// <param name="Since">Since when, UTC; null = not known.</param>
/// <param name="Href">Page that shows more; null = none.</param>
public sealed record AttentionItem(EventSeverity Severity, StateToken Token, string Subject, string What, string? Why, DateTimeOffset? Since, string? Href);
