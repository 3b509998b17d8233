using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace KeepaliveConsole.Engine.Definitions.Json;

/// <summary>An address as text.</summary>
internal sealed class AddressConverter : JsonConverter<IPAddress>
{
    public override IPAddress Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        string? text = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
        return AddressText.TryParse(text, out IPAddress? address) ? address
            : throw new JsonRefusal($"must be an IP address as text, such as \"10.88.0.100\" or \"2001:db8::1\"");
    }

    public override void Write(Utf8JsonWriter writer, IPAddress value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}

/// <summary>A VRID as a number, 1 to 255.</summary>
internal sealed class VirtualRouterIdConverter : JsonConverter<VirtualRouterId>
{
    public override VirtualRouterId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        JsonNumber.TryRead(ref reader, out decimal number) && decimal.IsInteger(number) && number is >= 1 and <= 255 ? new VirtualRouterId((int)number)
            : throw new JsonRefusal($"must be a whole number from 1 to 255");

    public override void Write(Utf8JsonWriter writer, VirtualRouterId value, JsonSerializerOptions options) => writer.WriteNumberValue(value.Value);
}

/// <summary>A priority as a number, 0 to 255; that 0 may not be defined is a rule's business.</summary>
internal sealed class VrrpPriorityConverter : JsonConverter<VrrpPriority>
{
    public override VrrpPriority Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        JsonNumber.TryRead(ref reader, out decimal number) && decimal.IsInteger(number) && number is >= 0 and <= 255 ? new VrrpPriority((byte)number)
            : throw new JsonRefusal($"must be a whole number from 1 to 255");

    public override void Write(Utf8JsonWriter writer, VrrpPriority value, JsonSerializerOptions options) => writer.WriteNumberValue(value.Value);
}

/// <summary>A span as a number of milliseconds, to 100 ns.</summary>
internal sealed class MillisecondsConverter : JsonConverter<TimeSpan>
{
    public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        const decimal limit = long.MaxValue / TimeSpan.TicksPerMillisecond;
        if (!JsonNumber.TryRead(ref reader, out decimal number) || number < -limit || number > limit)
            throw new JsonRefusal($"must be a number of milliseconds, such as 1000 for one second");
        return new TimeSpan((long)decimal.Round(number * TimeSpan.TicksPerMillisecond));
    }

    public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) =>
        writer.WriteNumberValue((decimal)value.Ticks / TimeSpan.TicksPerMillisecond);
}

/// <summary>An advert interval as a number of milliseconds. The wire knows steps of 10 ms, so anything between is refused rather than rounded.</summary>
internal sealed class AdvertisementIntervalConverter : JsonConverter<AdvertisementInterval>
{
    public override AdvertisementInterval Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (!JsonNumber.TryRead(ref reader, out decimal number) || !decimal.IsInteger(number) || number % 10 != 0 || number is < 0 or > int.MaxValue)
            throw new JsonRefusal($"must be a number of milliseconds in steps of 10, such as 1000 for one second");
        return new AdvertisementInterval((int)(number / 10));
    }

    public override void Write(Utf8JsonWriter writer, AdvertisementInterval value, JsonSerializerOptions options) => writer.WriteNumberValue(value.Centiseconds * 10L);
}

/// <summary>A time as RFC 3339 in UTC, ending in Z.</summary>
internal sealed class UtcTimeConverter : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && reader.TryGetDateTimeOffset(out DateTimeOffset time) ? time.ToUniversalTime()
            : throw new JsonRefusal($"must be a time as in RFC 3339, such as \"2026-01-31T12:00:00Z\"");

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => writer.WriteStringValue(value.UtcDateTime);
}

/// <summary>Reads a number without throwing on text, objects or overflow.</summary>
internal static class JsonNumber
{
    public static bool TryRead(ref Utf8JsonReader reader, out decimal number)
    {
        number = 0;
        return reader.TokenType == JsonTokenType.Number && reader.TryGetDecimal(out number);
    }
}
