using System.Text.Json;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Web.Api.Documents;

namespace KeepaliveConsole.Web.Api;

/// <summary>Writes a picture with the members of <see cref="StatusDocument"/>, in its order.</summary>
internal static class StatusWriter
{
    private static readonly JsonEncodedText[] s_states = Names<RealServerState>();
    private static readonly JsonEncodedText[] s_admin = Names<AdminState>();
    private static readonly JsonEncodedText[] s_freshness = Names<Freshness>();
    private static readonly JsonEncodedText[] s_outcomes = Names<ProbeOutcome>();

    /// <summary>Writes the whole document.</summary>
    public static void Write(Utf8JsonWriter json, EngineStatus status)
    {
        json.WriteStartObject();
        json.WriteString("node"u8, status.Node);
        Time(json, "at"u8, status.At);
        json.WriteNumber("sequence"u8, status.Sequence);
        json.WriteNumber("revision"u8, status.AppliedRevision);
        json.WritePropertyName("engine"u8);
        JsonSerializer.Serialize(json, EngineDocument.From(status.Engine), ApiJson.Options);
        json.WriteStartArray("vrrp"u8);
        foreach (VrrpInstanceStatus instance in status.Vrrp) JsonSerializer.Serialize(json, VrrpDocument.From(instance), ApiJson.Options);
        json.WriteEndArray();
        json.WriteStartArray("virtualServices"u8);
        foreach (VirtualServiceStatus service in status.VirtualServices) Service(json, service);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Service(Utf8JsonWriter json, VirtualServiceStatus service)
    {
        json.WriteStartObject();
        json.WriteString("name"u8, service.Name);
        json.WriteString("endpoint"u8, service.Endpoint);
        json.WriteString("scheduler"u8, service.Scheduler);
        json.WriteString("forwardingMethod"u8, service.ForwardingMethod);
        json.WriteBoolean("quorumUp"u8, service.QuorumUp);
        json.WriteNumber("aliveWeight"u8, service.AliveWeight);
        json.WriteNumber("quorum"u8, service.Quorum);
        json.WriteString("sorryServer"u8, service.SorryServer);
        json.WriteBoolean("sorryServerActive"u8, service.SorryServerActive);
        json.WriteStartArray("realServers"u8);
        foreach (RealServerStatus server in service.RealServers) Server(json, server);
        json.WriteEndArray();
        Time(json, "observedAt"u8, service.ObservedAt);
        Word(json, "freshness"u8, s_freshness, (int)service.Freshness);
        json.WriteEndObject();
    }

    private static void Server(Utf8JsonWriter json, RealServerStatus server)
    {
        json.WriteStartObject();
        json.WriteString("address"u8, server.Address);
        Word(json, "state"u8, s_states, (int)server.State);
        Word(json, "admin"u8, s_admin, (int)server.Admin);
        json.WriteBoolean("inTable"u8, server.InTable);
        json.WriteNumber("weight"u8, server.Weight);
        json.WriteNumber("effectiveWeight"u8, server.EffectiveWeight);
        if (server.LastProbe is { } probe) Probe(json, probe);
        else json.WriteNull("lastProbe"u8);
        json.WriteString("checkKind"u8, server.CheckKind);
        json.WriteNumber("failuresInARow"u8, server.FailuresInARow);
        json.WriteNumber("failuresToDown"u8, server.FailuresToDown);
        json.WriteNumber("checksPassing"u8, server.ChecksPassing);
        json.WriteNumber("checksTotal"u8, server.ChecksTotal);
        if (server.StateSince is { } since) Seconds(json, "stateSince"u8, since);
        else json.WriteNull("stateSince"u8);
        json.WriteString("stateReason"u8, server.StateReason);
        Seconds(json, "observedAt"u8, server.ObservedAt);
        Word(json, "freshness"u8, s_freshness, (int)server.Freshness);
        json.WriteEndObject();
    }

    private static void Probe(Utf8JsonWriter json, ProbeResult probe)
    {
        json.WriteStartObject("lastProbe"u8);
        Time(json, "at"u8, probe.At);
        Word(json, "result"u8, s_outcomes, (int)probe.Outcome);
        json.WriteNumber("durationMs"u8, Milliseconds(probe.Duration));
        Span(json, "connectMs"u8, probe.ConnectDuration);
        Span(json, "firstByteMs"u8, probe.FirstByteDuration);
        json.WriteString("message"u8, probe.Message);
        json.WriteEndObject();
    }

    private static void Span(Utf8JsonWriter json, ReadOnlySpan<byte> name, TimeSpan? span)
    {
        if (span is { } known) json.WriteNumber(name, Milliseconds(known));
        else json.WriteNull(name);
    }

    private static double Milliseconds(TimeSpan span) => Math.Round(span.TotalMilliseconds, 2);

    private static void Time(Utf8JsonWriter json, ReadOnlySpan<byte> name, DateTimeOffset time)
        => json.WriteString(name, time.UtcDateTime.AddTicks(-(time.Ticks % TimeSpan.TicksPerMillisecond)));

    private static void Seconds(Utf8JsonWriter json, ReadOnlySpan<byte> name, DateTimeOffset time)
        => json.WriteString(name, time.UtcDateTime.AddTicks(-(time.Ticks % TimeSpan.TicksPerSecond)));

    private static void Word(Utf8JsonWriter json, ReadOnlySpan<byte> name, JsonEncodedText[] words, int value) => json.WriteString(name, words[value]);

    private static JsonEncodedText[] Names<T>()
        where T : struct, Enum
    {
        T[] values = Enum.GetValues<T>();
        var names = new JsonEncodedText[values.Max(value => Convert.ToInt32(value, System.Globalization.CultureInfo.InvariantCulture)) + 1];
        foreach (T value in values) names[Convert.ToInt32(value, System.Globalization.CultureInfo.InvariantCulture)] = JsonEncodedText.Encode(value.ToString());
        return names;
    }
}
