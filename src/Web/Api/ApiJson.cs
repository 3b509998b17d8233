using System.Text.Json;
using System.Text.Json.Serialization;

namespace KeepaliveConsole.Web.Api;

/// <summary>How answers are written: camelCase, enum names as text, times in UTC with a Z.</summary>
internal static class ApiJson
{
    /// <summary>For everything but definitions, which have a codec of their own.</summary>
    public static JsonSerializerOptions Options { get; } = Configure(new JsonSerializerOptions(JsonSerializerDefaults.Web));

    /// <summary>Applies the same rules to options that someone else made.</summary>
    public static JsonSerializerOptions Configure(JsonSerializerOptions options)
    {
        options.Converters.Add(new JsonStringEnumConverter(allowIntegerValues: false));
        options.Converters.Add(new UtcTimeConverter());
        options.NumberHandling = JsonNumberHandling.Strict;
        return options;
    }

    private sealed class UtcTimeConverter : JsonConverter<DateTimeOffset>
    {
        public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDateTimeOffset();

        // UtcDateTime is written with the suffix Z; DateTimeOffset itself would say +00:00.
        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => writer.WriteStringValue(value.UtcDateTime);
    }
}
