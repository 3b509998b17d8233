using System.Buffers;
using System.Reflection;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using KeepaliveConsole.Engine.Definitions.Json;
using KeepaliveConsole.Engine.Hosting;

namespace KeepaliveConsole.Engine.Runtime.Isolation;

/// <summary>
/// The host's settings as the election process gets them: on its command line, so that anyone can see what it was started with. They hold no
/// secret. Both sides use this as one of the first things they do, so neither asks the serializer, whose first use takes longer than all else.
/// </summary>
internal static class ElectionSettings
{
    /// <summary>As JSON. The same settings always give the same text: a console compares it to know whether a process it finds was started with its own.</summary>
    public static string Write(EngineOptions options)
    {
        var text = new ArrayBufferWriter<byte>();
        // To make the encoder takes 30 ms, and names of hosts need none.
        JavaScriptEncoder? encoder = options.Node.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_') ? null : DefinitionJson.Options.Encoder;
        using (var writer = new Utf8JsonWriter(text, new JsonWriterOptions { Encoder = encoder }))
        {
            writer.WriteStartObject();
            foreach ((string name, PropertyInfo member) in WrittenJson.Members(typeof(EngineOptions)))
            {
                writer.WritePropertyName(name);
                Write(writer, member.GetValue(options));
            }

            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(text.WrittenSpan);
    }

    /// <summary>Reads them back; throws <see cref="JsonException"/>.</summary>
    public static EngineOptions Read(string text) => WrittenJson.TryRead(Encoding.UTF8.GetBytes(text), typeof(EngineOptions), out object? options)
        ? (EngineOptions)options!
        : JsonSerializer.Deserialize<EngineOptions>(text, DefinitionJson.Options) ?? throw new JsonException("no settings");

    private static void Write(Utf8JsonWriter writer, object? value)
    {
        switch (value)
        {
            case bool yes:
                writer.WriteBooleanValue(yes);
                break;
            case int number:
                writer.WriteNumberValue(number);
                break;
            case TimeSpan span:
                writer.WriteNumberValue((decimal)span.Ticks / TimeSpan.TicksPerMillisecond);
                break;
            case string or Enum:
                writer.WriteStringValue(value.ToString());
                break;
            default:
                JsonSerializer.Serialize(writer, value, DefinitionJson.Options);
                break;
        }
    }
}
