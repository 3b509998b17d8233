using System.Globalization;
using System.Text.Json;
using KeepaliveConsole.Engine.Definitions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace KeepaliveConsole.Web.Cli.Yaml;

/// <summary>A definition that somebody wrote as YAML or JSON.</summary>
/// <param name="Json">As JSON; null = it cannot be read.</param>
/// <param name="Problems">Why not, as <c>FILE:LINE:COL: message</c>.</param>
/// <param name="Locate">From a JSON pointer to the place in the file, followed by the pointer.</param>
internal sealed record DefinitionText(string? Json, IReadOnlyList<string> Problems, Func<string, string> Locate)
{
    /// <summary>Reads a text. JSON is what begins with a brace, unless the file is called .yaml or .yml; everything else is YAML.</summary>
    /// <param name="text">The text.</param>
    /// <param name="file">Its name, for messages.</param>
    public static DefinitionText Read(string text, string file)
    {
        bool isYaml = file.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase) || file.EndsWith(".yml", StringComparison.OrdinalIgnoreCase);
        return !isYaml && text.AsSpan().TrimStart("\uFEFF \t\r\n").StartsWith("{") ? ReadJson(text, file) : ReadYaml(text, file);
    }

    private static DefinitionText ReadJson(string text, string file)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return new DefinitionText(text, [], pointer => $"{file} {pointer}");
        }
        catch (JsonException error)
        {
            string reason = error.Message.Split(" LineNumber:")[0];
            return Broken(string.Create(CultureInfo.InvariantCulture, $"{file}:{error.LineNumber + 1}:{error.BytePositionInLine + 1}: {reason}"));
        }
    }

    private static DefinitionText ReadYaml(string text, string file)
    {
        var stream = new YamlStream();
        try
        {
            using var reader = new StringReader(text);
            stream.Load(reader);
        }
        catch (YamlException error)
        {
            return Broken(string.Create(CultureInfo.InvariantCulture, $"{file}:{error.Start.Line}:{error.Start.Column}: {error.Message}"));
        }

        if (stream.Documents.Count != 1)
            return Broken($"{file}:1:1: {(stream.Documents.Count == 0 ? "the file is empty" : "the file holds several documents")}; a definition is exactly one");
        var values = new YamlValues(file);
        System.Text.Json.Nodes.JsonNode? root = values.Convert(stream.Documents[0].RootNode, typeof(ClusterDefinition), "", 0);
        return values.Problems.Count > 0 || root is null ? new DefinitionText(null, values.Problems.Count > 0 ? values.Problems : [$"{file}:1:1: a definition is a mapping"], pointer => pointer)
            : new DefinitionText(root.ToJsonString(), [], values.Locate);
    }

    private static DefinitionText Broken(string problem) => new(null, [problem], pointer => pointer);
}
