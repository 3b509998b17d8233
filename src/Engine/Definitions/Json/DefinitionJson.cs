using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;

namespace KeepaliveConsole.Engine.Definitions.Json;

/// <summary>
/// The one way definitions, status and events become JSON and back: for the REST interface, for stored revisions and for the
/// snapshot file. camelCase; enums by name; addresses and times as text; spans as milliseconds with the suffix <c>Ms</c>.
/// </summary>
public static class DefinitionJson
{
    private static readonly JsonSerializerOptions s_plain = Create(mask: false);
    private static readonly JsonSerializerOptions s_masked = Create(mask: true);

    /// <summary>The settings, read-only. Unknown members are refused in definitions and passed over elsewhere.</summary>
    public static JsonSerializerOptions Options => s_plain;

    /// <summary>The same settings with every secret shown as <c>***</c>; for answers and anything else that leaves the product.</summary>
    public static JsonSerializerOptions MaskedOptions => s_masked;

    /// <summary>Puts the same settings into options that someone else owns, such as a web framework's.</summary>
    /// <param name="options">Changed in place; must not be in use yet.</param>
    /// <param name="mask">Show secrets as <c>***</c>.</param>
    public static void Configure(JsonSerializerOptions options, bool mask)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.PropertyNameCaseInsensitive = false;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.RespectNullableAnnotations = true;
        options.AllowDuplicateProperties = false;
        options.Encoder = JavaScriptEncoder.Create(UnicodeRanges.All);
        options.Converters.Add(new JsonStringEnumConverter(namingPolicy: null, allowIntegerValues: false));
        options.Converters.Add(new AddressConverter());
        options.Converters.Add(new VirtualRouterIdConverter());
        options.Converters.Add(new VrrpPriorityConverter());
        options.Converters.Add(new MillisecondsConverter());
        options.Converters.Add(new AdvertisementIntervalConverter());
        options.Converters.Add(new UtcTimeConverter());
        options.Converters.Add(new UnicastPeerConverter());
        options.Converters.Add(new ValueArrayConverterFactory());
        var resolver = new DefaultJsonTypeInfoResolver
        {
            Modifiers = { JsonShape.NameMilliseconds, JsonShape.BeStrictWithDefinitions, JsonShape.ShowArrays, FormerMembers.Read },
        };
        if (mask) resolver.Modifiers.Add(JsonShape.MaskSecrets);
        options.TypeInfoResolver = resolver;
    }

    /// <summary>
    /// Reads a small definition once, which takes the serializer's first-use work (a large part of a process's start) off the way of the
    /// first real one. Run it beside other work, and not before what a process must do first.
    /// </summary>
    public static void Warm() => TryRead(
        """{"vrrpInstances":[{"name":"a","virtualRouterId":1,"version":"V3","advertisementIntervalMs":1000,"virtualAddresses":[{"address":"192.0.2.1","prefixLength":24}],"participants":[{"node":"a","interface":"a","priority":100}]}]}""",
        out _, out _);

    /// <summary>The canonical text: the same definition always gives the same text. Holds secrets in the clear.</summary>
    public static string Write(ClusterDefinition definition) => JsonSerializer.Serialize(definition, s_plain);

    /// <summary>The text with every secret as <c>***</c>.</summary>
    public static string WriteMasked(ClusterDefinition definition) => JsonSerializer.Serialize(definition, s_masked);

    /// <summary>SHA-256 of <see cref="Write"/> in UTF-8, as lower-case hexadecimal: 64 characters.</summary>
    public static string Hash(ClusterDefinition definition) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Write(definition))));

    /// <summary>As <see cref="Write"/>, for one object of a definition.</summary>
    public static string WritePart<T>(T part) => JsonSerializer.Serialize(part, s_plain);

    /// <summary>As <see cref="WriteMasked"/>, for one object of a definition.</summary>
    public static string WritePartMasked<T>(T part) => JsonSerializer.Serialize(part, s_masked);

    /// <summary>As <see cref="Hash"/>, for one object of a definition: its ETag. It changes only when that object does.</summary>
    public static string HashPart<T>(T part) => Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(part, s_plain)));

    /// <summary>Reads a definition or one object of it. Form only.</summary>
    /// <param name="json">The text.</param>
    /// <param name="part">What it says; null when it cannot be read.</param>
    /// <param name="fault">Where and why it cannot be read; null when it can.</param>
    public static bool TryReadPart<T>(string json, out T? part, out JsonFault? fault)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(json);
        part = null;
        fault = null;
        try
        {
            part = JsonSerializer.Deserialize<T>(json, s_plain);
            if (part is null) fault = new JsonFault("", "$", $"must be an object, not null");
        }
        catch (JsonException exception)
        {
            fault = JsonProblem.Fault(exception);
        }
        catch (NotSupportedException exception)
        {
            fault = JsonProblem.Fault(exception);
        }

        return fault is null;
    }

    /// <summary>Reads a definition. Form only: whether it makes sense is for the rules to say.</summary>
    /// <param name="json">The text.</param>
    /// <param name="definition">What it says; null when it cannot be read.</param>
    /// <param name="problem">Where (as a JSON path) and why it cannot be read; null when it can.</param>
    public static bool TryRead(string json, out ClusterDefinition? definition, out string? problem)
    {
        bool isRead = TryReadPart(json, out definition, out JsonFault? fault);
        problem = fault?.Message;
        return isRead;
    }

    /// <summary>
    /// Reads what <see cref="Write"/> wrote, in UTF-8, quickly even as the first thing that a process does. The same as <see cref="TryRead"/>
    /// for every text.
    /// </summary>
    /// <param name="json">The text.</param>
    /// <param name="definition">What it says; null when it cannot be read.</param>
    /// <param name="problem">Where and why it cannot be read; null when it can.</param>
    public static bool TryReadWritten(ReadOnlySpan<byte> json, out ClusterDefinition? definition, out string? problem)
    {
        problem = null;
        if (!WrittenJson.TryRead(json, typeof(ClusterDefinition), out object? read)) return TryRead(Encoding.UTF8.GetString(json), out definition, out problem);
        definition = (ClusterDefinition)read!;
        return true;
    }

    private static JsonSerializerOptions Create(bool mask)
    {
        var options = new JsonSerializerOptions();
        Configure(options, mask);
        options.MakeReadOnly();
        return options;
    }
}
