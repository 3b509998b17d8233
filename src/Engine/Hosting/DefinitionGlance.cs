using System.Text;
using System.Text.Json;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Definitions.Json;

namespace KeepaliveConsole.Engine.Hosting;

/// <summary>Looks at the snapshot file of a definition without reading all of it.</summary>
public static class DefinitionGlance
{
    private const string Definition = "definition";

    /// <summary>
    /// Does any instance advertise faster than once a second? A look at the names of members only: it takes a millisecond where reading the
    /// definition takes a hundred, and may say yes for an instance this node has no part in. False when the file cannot be read.
    /// </summary>
    public static bool IsFast(string path)
    {
        try
        {
            var reader = new Utf8JsonReader(File.ReadAllBytes(path));
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("advertisementIntervalMs"u8) && reader.Read()
                    && reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out double milliseconds) && milliseconds < 1000)
                    return true;
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException)
        {
            // Whoever reads it whole says what is wrong with it.
        }

        return false;
    }

    /// <summary>The definition in the file; null when there is none that can be read.</summary>
    internal static ClusterDefinition? Read(string path)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty(Definition, out JsonElement content)
                && DefinitionJson.TryReadWritten(Encoding.UTF8.GetBytes(content.GetRawText()), out ClusterDefinition? definition, out _) ? definition : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }
}
