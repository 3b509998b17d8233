using System.Text.Json;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Web.Api.Documents;

namespace KeepaliveConsole.Web.Api;

/// <summary>Writes a picture with the members of <see cref="StatusDocument"/>, in its order; each real server by itself, so that it can be kept.</summary>
internal static class StatusWriter
{
    private static readonly JsonEncodedText[] s_states = Names<RealServerState>();
    private static readonly JsonEncodedText[] s_admin = Names<AdminState>();
    private static readonly JsonEncodedText[] s_freshness = Names<Freshness>();
    private static readonly JsonEncodedText[] s_outcomes = Names<ProbeOutcome>();

    /// <summary>Writes the document without its real servers, and says of each service at which byte they belong.</summary>
    public static long[] Frame(Utf8JsonWriter json, EngineStatus status)
    {
        var places = new long[status.VirtualServices.Count];
        json.WriteStartObject();
        json.WriteString("node"u8, status.Node);
        Time(json, Key.At, status.At);
        json.WriteNumber("sequence"u8, status.Sequence);
        json.WriteNumber("revision"u8, status.AppliedRevision);
        json.WritePropertyName("engine"u8);
        JsonSerializer.Serialize(json, EngineDocument.From(status.Engine), ApiJson.Options);
        json.WriteStartArray("vrrp"u8);
        foreach (VrrpInstanceStatus instance in status.Vrrp) JsonSerializer.Serialize(json, VrrpDocument.From(instance), ApiJson.Options);
        json.WriteEndArray();
        json.WriteStartArray("virtualServices"u8);
        for (int service = 0; service < places.Length; service++) places[service] = Service(json, status.VirtualServices[service]);
        json.WriteEndArray();
        json.WriteEndObject();
        return places;
    }

    /// <summary>Writes one real server. Nothing but <paramref name="server"/> goes in, so its bytes are good as long as it is.</summary>
    public static void Server(Utf8JsonWriter json, RealServerStatus server)
    {
        json.WriteStartObject();
        json.WriteString(Key.Address, server.Address);
        Word(json, Key.State, s_states, (int)server.State);
        Word(json, Key.Admin, s_admin, (int)server.Admin);
        json.WriteBoolean(Key.InTable, server.InTable);
        json.WriteNumber(Key.Weight, server.Weight);
        json.WriteNumber(Key.EffectiveWeight, server.EffectiveWeight);
        if (server.LastProbe is { } probe) Probe(json, probe);
        else json.WriteNull(Key.LastProbe);
        json.WriteString(Key.CheckKind, server.CheckKind);
        json.WriteNumber(Key.FailuresInARow, server.FailuresInARow);
        json.WriteNumber(Key.FailuresToDown, server.FailuresToDown);
        json.WriteNumber(Key.ChecksPassing, server.ChecksPassing);
        json.WriteNumber(Key.ChecksTotal, server.ChecksTotal);
        if (server.StateSince is { } since) Seconds(json, Key.StateSince, since);
        else json.WriteNull(Key.StateSince);
        json.WriteString(Key.StateReason, server.StateReason);
        Seconds(json, Key.ObservedAt, server.ObservedAt);
        Word(json, Key.Freshness, s_freshness, (int)server.Freshness);
        json.WriteEndObject();
    }

    private static long Service(Utf8JsonWriter json, VirtualServiceStatus service)
    {
        json.WriteStartObject();
        json.WriteString(Key.Name, service.Name);
        json.WriteString(Key.Endpoint, service.Endpoint);
        json.WriteString(Key.Scheduler, service.Scheduler);
        json.WriteString(Key.ForwardingMethod, service.ForwardingMethod);
        json.WriteBoolean(Key.QuorumUp, service.QuorumUp);
        json.WriteNumber(Key.AliveWeight, service.AliveWeight);
        json.WriteNumber(Key.Quorum, service.Quorum);
        json.WriteString(Key.SorryServer, service.SorryServer);
        json.WriteBoolean(Key.SorryServerActive, service.SorryServerActive);
        json.WriteStartArray(Key.RealServers);
        long place = json.BytesCommitted + json.BytesPending;
        json.WriteEndArray();
        Time(json, Key.ObservedAt, service.ObservedAt);
        Word(json, Key.Freshness, s_freshness, (int)service.Freshness);
        json.WriteEndObject();
        return place;
    }

    private static void Probe(Utf8JsonWriter json, ProbeResult probe)
    {
        json.WriteStartObject(Key.LastProbe);
        Time(json, Key.At, probe.At);
        Word(json, Key.Result, s_outcomes, (int)probe.Outcome);
        json.WriteNumber(Key.DurationMs, Milliseconds(probe.Duration));
        Span(json, Key.ConnectMs, probe.ConnectDuration);
        Span(json, Key.FirstByteMs, probe.FirstByteDuration);
        json.WriteString(Key.Message, probe.Message);
        json.WriteEndObject();
    }

    private static void Span(Utf8JsonWriter json, JsonEncodedText name, TimeSpan? span)
    {
        if (span is { } known) json.WriteNumber(name, Milliseconds(known));
        else json.WriteNull(name);
    }

    private static double Milliseconds(TimeSpan span) => Math.Round(span.TotalMilliseconds, 2);

    private static void Time(Utf8JsonWriter json, JsonEncodedText name, DateTimeOffset time)
        => json.WriteString(name, time.UtcDateTime.AddTicks(-(time.Ticks % TimeSpan.TicksPerMillisecond)));

    private static void Seconds(Utf8JsonWriter json, JsonEncodedText name, DateTimeOffset time)
        => json.WriteString(name, time.UtcDateTime.AddTicks(-(time.Ticks % TimeSpan.TicksPerSecond)));

    private static void Word(Utf8JsonWriter json, JsonEncodedText name, JsonEncodedText[] words, int value) => json.WriteString(name, words[value]);

    private static JsonEncodedText[] Names<T>()
        where T : struct, Enum
    {
        T[] values = Enum.GetValues<T>();
        var names = new JsonEncodedText[values.Max(value => Convert.ToInt32(value, System.Globalization.CultureInfo.InvariantCulture)) + 1];
        foreach (T value in values) names[Convert.ToInt32(value, System.Globalization.CultureInfo.InvariantCulture)] = JsonEncodedText.Encode(value.ToString());
        return names;
    }

    /// <summary>Names of what there are thousands of, encoded once: the writer would look at each letter of each again.</summary>
    private static class Key
    {
        public static readonly JsonEncodedText Name = JsonEncodedText.Encode("name");
        public static readonly JsonEncodedText Endpoint = JsonEncodedText.Encode("endpoint");
        public static readonly JsonEncodedText Scheduler = JsonEncodedText.Encode("scheduler");
        public static readonly JsonEncodedText ForwardingMethod = JsonEncodedText.Encode("forwardingMethod");
        public static readonly JsonEncodedText QuorumUp = JsonEncodedText.Encode("quorumUp");
        public static readonly JsonEncodedText AliveWeight = JsonEncodedText.Encode("aliveWeight");
        public static readonly JsonEncodedText Quorum = JsonEncodedText.Encode("quorum");
        public static readonly JsonEncodedText SorryServer = JsonEncodedText.Encode("sorryServer");
        public static readonly JsonEncodedText SorryServerActive = JsonEncodedText.Encode("sorryServerActive");
        public static readonly JsonEncodedText RealServers = JsonEncodedText.Encode("realServers");
        public static readonly JsonEncodedText ObservedAt = JsonEncodedText.Encode("observedAt");
        public static readonly JsonEncodedText Freshness = JsonEncodedText.Encode("freshness");
        public static readonly JsonEncodedText Address = JsonEncodedText.Encode("address");
        public static readonly JsonEncodedText State = JsonEncodedText.Encode("state");
        public static readonly JsonEncodedText Admin = JsonEncodedText.Encode("admin");
        public static readonly JsonEncodedText InTable = JsonEncodedText.Encode("inTable");
        public static readonly JsonEncodedText Weight = JsonEncodedText.Encode("weight");
        public static readonly JsonEncodedText EffectiveWeight = JsonEncodedText.Encode("effectiveWeight");
        public static readonly JsonEncodedText LastProbe = JsonEncodedText.Encode("lastProbe");
        public static readonly JsonEncodedText CheckKind = JsonEncodedText.Encode("checkKind");
        public static readonly JsonEncodedText FailuresInARow = JsonEncodedText.Encode("failuresInARow");
        public static readonly JsonEncodedText FailuresToDown = JsonEncodedText.Encode("failuresToDown");
        public static readonly JsonEncodedText ChecksPassing = JsonEncodedText.Encode("checksPassing");
        public static readonly JsonEncodedText ChecksTotal = JsonEncodedText.Encode("checksTotal");
        public static readonly JsonEncodedText StateSince = JsonEncodedText.Encode("stateSince");
        public static readonly JsonEncodedText StateReason = JsonEncodedText.Encode("stateReason");
        public static readonly JsonEncodedText At = JsonEncodedText.Encode("at");
        public static readonly JsonEncodedText Result = JsonEncodedText.Encode("result");
        public static readonly JsonEncodedText DurationMs = JsonEncodedText.Encode("durationMs");
        public static readonly JsonEncodedText ConnectMs = JsonEncodedText.Encode("connectMs");
        public static readonly JsonEncodedText FirstByteMs = JsonEncodedText.Encode("firstByteMs");
        public static readonly JsonEncodedText Message = JsonEncodedText.Encode("message");
    }
}
