using System.Text.Json;
using KeepaliveConsole.Engine.Definitions.Json;

namespace KeepaliveConsole.Web.Api;

/// <summary>How answers are written: as definitions are (camelCase, names of enums, UTC with a Z), with every secret masked.</summary>
internal static class ApiJson
{
    /// <summary>The settings, read-only.</summary>
    public static JsonSerializerOptions Options => DefinitionJson.MaskedOptions;

    /// <summary>Puts the same settings into options that the framework owns.</summary>
    public static void Configure(JsonSerializerOptions options) => DefinitionJson.Configure(options, mask: true);
}
