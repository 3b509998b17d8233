using System.Text.Json;
using KeepaliveConsole.Engine.Definitions.Json;
using KeepaliveConsole.Engine.Hosting;

namespace KeepaliveConsole.Engine.Runtime.Isolation;

/// <summary>The host's settings as the election process gets them: on its command line, so that anyone can see what it was started with. They hold no secret.</summary>
internal static class ElectionSettings
{
    /// <summary>As JSON. The same settings always give the same text: a console compares it to know whether a process it finds was started with its own.</summary>
    public static string Write(EngineOptions options) => JsonSerializer.Serialize(options, DefinitionJson.Options);

    /// <summary>Reads them back; throws <see cref="JsonException"/>.</summary>
    public static EngineOptions Read(string text) => JsonSerializer.Deserialize<EngineOptions>(text, DefinitionJson.Options) ?? throw new JsonException("no settings");
}
