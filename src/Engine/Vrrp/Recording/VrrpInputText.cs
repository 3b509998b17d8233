using System.Globalization;
using System.Net;
using System.Text.Json;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Definitions.Json;
using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Engine.Vrrp.Recording;

/// <summary>Inputs of the election as one line of text and back. Secrets in definitions are masked.</summary>
public static class VrrpInputText
{
    private const char Between = '\t';

    /// <summary>One input, such as <c>advert 150 100 10.88.0.11 0</c>: priority, interval in centiseconds, source, line.</summary>
    public static string Of(in VrrpInput input) => input.Kind switch
    {
        VrrpInputKind.Started => "started",
        VrrpInputKind.TakenUp => "taken-up",
        VrrpInputKind.TimerElapsed => "timer",
        VrrpInputKind.AnnounceRequested => "announce",
        VrrpInputKind.YieldRequested => "yield",
        VrrpInputKind.ResumeRequested => "resume",
        VrrpInputKind.StopRequested => input.Limit is { } limit ? string.Create(CultureInfo.InvariantCulture, $"stop {limit.TotalMilliseconds}") : "stop",
        VrrpInputKind.AdvertisementReceived => $"advert {input.Advertisement.Priority} {input.Advertisement.Interval.Centiseconds} {input.Advertisement.Source} {input.Advertisement.Line}",
        VrrpInputKind.LinkChanged => input.Link.IsUsable ? $"link {input.Link.Line} usable {input.Link.Source}" : $"link {input.Link.Line} unusable {Words(input.Link.Detail)}",
        VrrpInputKind.TrackingChanged => $"track {input.Tracking.Offset} {Words(input.Tracking.Fault)}",
        VrrpInputKind.GroupMoved => $"group {input.GroupState} {Words(input.Detail)}",
        VrrpInputKind.OutputFailed => $"failed {input.Cause} {Words(input.Detail)}",
        VrrpInputKind.DefinitionChanged => $"define {Json(input.Definition!)}{Between}{Json(input.Participant!)}",
        _ => throw new ArgumentOutOfRangeException(nameof(input), input.Kind, "Unknown input."),
    };

    /// <summary>Reads what <see cref="Of"/> wrote. False: it is not such a line.</summary>
    public static bool TryRead(string text, out VrrpInput input)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] words = text.Split(' ');
        string Rest(int from) => string.Join(' ', words.Skip(from));
        string? RestOrNull(int from) => Rest(from).Trim() is { Length: > 0 } rest ? rest : null;
        VrrpInput? read = words switch
        {
            ["started"] => VrrpInput.Started,
            ["taken-up"] => VrrpInput.TakenUp,
            ["timer"] => VrrpInput.TimerElapsed,
            ["announce"] => VrrpInput.AnnounceRequested,
            ["yield"] => VrrpInput.YieldRequested,
            ["resume"] => VrrpInput.ResumeRequested,
            ["stop"] => VrrpInput.StopRequested,
            ["stop", string limit] when double.TryParse(limit, CultureInfo.InvariantCulture, out double milliseconds) => VrrpInput.StopWithin(TimeSpan.FromMilliseconds(milliseconds)),
            ["advert", string priority, string interval, string source, string line]
                when byte.TryParse(priority, out byte value) && int.TryParse(interval, out int centiseconds) && Address(source) is { } from && Line(line) is { } number =>
                VrrpInput.Received(new ReceivedAdvertisement(new VrrpPriority(value), new AdvertisementInterval(centiseconds), from, number)),
            ["link", string line, "usable", string source] when Line(line) is { } number && Address(source) is { } own => VrrpInput.LinkIs(new LinkState(true, own, null, number)),
            ["link", string line, "unusable", ..] when Line(line) is { } number => VrrpInput.LinkIs(new LinkState(false, default, RestOrNull(3), number)),
            ["track", string offset, ..] when int.TryParse(offset, CultureInfo.InvariantCulture, out int value) => VrrpInput.TrackingIs(new TrackEffect(value, RestOrNull(2))),
            ["group", string state, ..] when Enum.TryParse(state, out VrrpState value) => VrrpInput.GroupIs(value, RestOrNull(2)),
            ["failed", string cause, ..] when Enum.TryParse(cause, out TransitionCause value) => VrrpInput.Failed(value, Rest(2)),
            ["define", ..] => Define(Rest(1)),
            _ => null,
        };
        input = read ?? default;
        return read is not null;
    }

    internal static string Json<T>(T definition) => JsonSerializer.Serialize(definition, DefinitionJson.MaskedOptions);

    internal static T? FromJson<T>(string text)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(text, DefinitionJson.Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static VrrpInput? Define(string text) =>
        text.Split(Between) is [string definition, string participant]
        && FromJson<VrrpInstanceDefinition>(definition) is { } read && FromJson<VrrpParticipantDefinition>(participant) is { } part
            ? VrrpInput.DefinitionIs(read, part)
            : null;

    private static AddressKey? Address(string text) => IPAddress.TryParse(text, out IPAddress? address) ? AddressKey.From(address) : null;

    private static int? Line(string text) => byte.TryParse(text, out byte line) && line < HeartbeatLines.Maximum ? line : null;

    private static string Words(string? detail) => detail is null ? "" : detail.ReplaceLineEndings(" ").Trim();
}
