using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace KeepaliveConsole.Engine.Definitions.Json;

/// <summary>
/// A unicast peer: its address as text, or an object with limits of the TTL. Written as text where there are no limits, so that the plain case
/// stays plain and texts of versions without limits still read.
/// </summary>
internal sealed class UnicastPeerConverter : JsonConverter<UnicastPeerDefinition>
{
    private static readonly Sentence s_expected = $"must be an IP address as text, or an object with \"address\", \"minimumTimeToLive\" and \"maximumTimeToLive\"";

    public override UnicastPeerDefinition Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String) return new() { Address = Address(ref reader) };
        if (reader.TokenType != JsonTokenType.StartObject) throw new JsonRefusal(s_expected);
        IPAddress? address = null;
        int? minimum = null;
        int? maximum = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string member = reader.GetString()!;
            reader.Read();
            switch (member)
            {
                case "address":
                    address = Address(ref reader);
                    break;
                case "minimumTimeToLive":
                    minimum = TimeToLive(ref reader, member);
                    break;
                case "maximumTimeToLive":
                    maximum = TimeToLive(ref reader, member);
                    break;
                default:
                    throw new JsonRefusal($"unknown member \"{member}\"; remove it or correct its spelling");
            }
        }

        return address is null ? throw new JsonRefusal($"required member missing: \"address\"")
            : new() { Address = address, MinimumTimeToLive = minimum, MaximumTimeToLive = maximum };
    }

    public override void Write(Utf8JsonWriter writer, UnicastPeerDefinition value, JsonSerializerOptions options)
    {
        if (value.MinimumTimeToLive is null && value.MaximumTimeToLive is null)
        {
            writer.WriteStringValue(value.Address.ToString());
            return;
        }

        writer.WriteStartObject();
        writer.WriteString("address", value.Address.ToString());
        Write(writer, "minimumTimeToLive", value.MinimumTimeToLive);
        Write(writer, "maximumTimeToLive", value.MaximumTimeToLive);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, string member, int? value)
    {
        if (value is { } number) writer.WriteNumber(member, number);
        else writer.WriteNull(member);
    }

    private static IPAddress Address(ref Utf8JsonReader reader) =>
        AddressText.TryParse(reader.TokenType == JsonTokenType.String ? reader.GetString() : null, out IPAddress? address) ? address : throw new JsonRefusal(s_expected);

    private static int? TimeToLive(ref Utf8JsonReader reader, string member)
    {
        if (reader.TokenType == JsonTokenType.Null) return null;
        return JsonNumber.TryRead(ref reader, out decimal number) && decimal.IsInteger(number) && number is >= int.MinValue and <= int.MaxValue ? (int)number
            : throw new JsonRefusal($"\"{member}\" must be a whole number from 0 to 255, or null");
    }
}
