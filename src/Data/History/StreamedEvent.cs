using System.Text.Json.Nodes;
using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Data.History;

/// <summary>One event of <c>GET /api/v1/events</c>, as its data says it. Field names are promises.</summary>
/// <param name="Type">Kind of the event, such as <c>vrrpTransitioned</c>, or <c>commitWindowOpened</c> and <c>commitWindowClosed</c> of the console; also the name of the event in the stream.</param>
/// <param name="Node">Director it happened on.</param>
/// <param name="At">When, UTC.</param>
/// <param name="Sequence">1, 2, 3 … since that director's engine started; 0 = told by the console, not by the engine.</param>
/// <param name="Revision">Definition in force then; 0 = none.</param>
/// <param name="Severity">How grave.</param>
/// <param name="Instance">VRRP instance it is about; null = none.</param>
/// <param name="Service">Virtual service it is about; null = none.</param>
/// <param name="Server">Real server it is about; null = none.</param>
/// <param name="Sentence">In English.</param>
/// <param name="Detail">What only events of this kind have.</param>
public sealed record StreamedEvent(string Type, string Node, DateTimeOffset At, long Sequence, long Revision, EventSeverity Severity,
    string? Instance, string? Service, string? Server, string Sentence, JsonObject Detail);
