using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Web.Components.Texts;

namespace KeepaliveConsole.Web.Features.Inspector;

/// <summary>One recorded advert in the list of the inspector.</summary>
/// <param name="Frame">The advert.</param>
/// <param name="Since">Time since the advert before it from the same sender; null = the first of it that is recorded.</param>
/// <param name="Notes">What is odd about it, in the viewer's language; empty = nothing.</param>
public sealed record InspectorRow(AdvertFrame Frame, TimeSpan? Since, IReadOnlyList<string> Notes)
{
    /// <summary>Later than this many intervals after the one before counts as a gap: 1.5, as everywhere.</summary>
    public const double GapIntervals = 1.5;

    /// <summary>TTL that an advert to a group must have. RFC 9568 §5.1.1.3.</summary>
    public const int GroupTimeToLive = 255;

    /// <summary>Name of the instance it belongs to.</summary>
    public string Instance { get; init; } = "";

    /// <summary>What tells it from every other row: each look brings new objects of the same adverts, and one to several peers leaves at one moment.</summary>
    public (string Instance, DateTimeOffset At, FrameSender Sender) Key => (Instance, Frame.At, FrameSender.Of(Frame));

    /// <summary>Is there something odd about it?</summary>
    public bool IsAnomaly => Notes.Count > 0;

    /// <summary>Was it refused, or is its checksum wrong?</summary>
    public bool IsBad => Frame.Refused is not null || Frame.ChecksumOk == false;

    /// <summary>Rows of the frames of one instance, which are given oldest first; the newest row comes first.</summary>
    public static IReadOnlyList<InspectorRow> Of(IReadOnlyList<AdvertFrame> frames, ConsoleText text, string instance = "")
    {
        ArgumentNullException.ThrowIfNull(frames);
        ArgumentNullException.ThrowIfNull(text);
        var rows = new List<InspectorRow>(frames.Count);
        Dictionary<FrameSender, AdvertFrame> before = [];
        foreach (AdvertFrame frame in frames)
        {
            FrameSender sender = FrameSender.Of(frame);
            AdvertFrame? last = before.GetValueOrDefault(sender);
            TimeSpan? since = last is null ? null : frame.At - last.At;
            // After priority 0 a sender is silent because it left.
            bool isGap = last is { Priority: > 0 } && frame.Interval is { } interval && since > GapIntervals * interval.Span;
            rows.Add(new InspectorRow(frame, since, [.. NotesOf(frame, isGap, text)]) { Instance = instance });
            before[sender] = frame;
        }

        rows.Reverse();
        return rows;
    }

    /// <summary>Rows of several instances as one list, the newest first.</summary>
    public static IReadOnlyList<InspectorRow> Merge(IEnumerable<IReadOnlyList<InspectorRow>> instances) => [.. instances.SelectMany(rows => rows).OrderByDescending(row => row.Frame.At)];

    private static IEnumerable<string> NotesOf(AdvertFrame frame, bool isGap, ConsoleText text)
    {
        if (frame.Refused is { } refused) yield return text["refused: {0}", text.Of(refused, frame.RefusedZh ?? refused)];
        if (frame.Version == 0) yield return text["not a whole VRRP packet"];
        if (frame.Priority == 0) yield return text["priority 0: the sender leaves"];
        if (frame.ChecksumOk == false && frame.Refused is null) yield return text["checksum is wrong"];
        if (frame.TimeToLive != GroupTimeToLive && IsGroup(frame)) yield return text["TTL {0}: it crossed a router", frame.TimeToLive];
        if (isGap) yield return text["gap: more than {0} intervals since the one before", GapIntervals];
    }

    private static bool IsGroup(AdvertFrame frame) => frame.Destination is { } to && (to.IsIPv6Multicast || (to.GetAddressBytes() is { Length: 4 } four && four[0] >> 4 == 0xE));

    /// <summary>Kind of authentication as a word that is not translated; the names are those of the protocol.</summary>
    public string AuthenticationWord => Frame.Authentication switch
    {
        VrrpAuthenticationType.Password => "PASS",
        VrrpAuthenticationType.AuthenticationHeader => "AH",
        _ => "–",
    };
}
