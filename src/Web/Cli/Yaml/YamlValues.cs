using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Definitions.Json;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace KeepaliveConsole.Web.Cli.Yaml;

/// <summary>
/// Turns YAML into the JSON of a definition. What a plain word means is decided by the member it stands for, never guessed: <c>no</c> is a name where a
/// name belongs, and an error where true or false does.
/// </summary>
internal sealed class YamlValues(string file)
{
    // A few lines of aliases to aliases could otherwise stand for more than any memory.
    private const int MostNodes = 1_000_000;
    private const int DeepestNesting = 64;

    private static readonly HashSet<Type> s_numbers =
    [
        typeof(int), typeof(long), typeof(uint), typeof(byte), typeof(double), typeof(decimal), typeof(TimeSpan), typeof(AdvertisementInterval), typeof(VirtualRouterId), typeof(VrrpPriority),
    ];

    private readonly Dictionary<string, Mark> _places = new(StringComparer.Ordinal);
    private readonly List<string> _problems = [];
    private int _nodes;

    /// <summary>What is wrong, each with its place.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>The place of a JSON pointer, or of the nearest thing around it.</summary>
    public string Locate(string pointer)
    {
        string near = pointer;
        while (near.Length > 0 && !_places.ContainsKey(near)) near = near[..Math.Max(0, near.LastIndexOf('/'))];
        return _places.TryGetValue(near, out Mark place) ? $"{At(place)} {pointer}" : $"{file} {pointer}";
    }

    /// <summary>One value.</summary>
    /// <param name="node">As it is written.</param>
    /// <param name="type">What belongs there.</param>
    /// <param name="pointer">Where it will be in the JSON.</param>
    /// <param name="depth">How deep it lies.</param>
    public JsonNode? Convert(YamlNode node, Type type, string pointer, int depth)
    {
        if (++_nodes > MostNodes || depth > DeepestNesting)
        {
            if (_nodes == MostNodes + 1 || depth > DeepestNesting) Wrong(node, "the file says more than a definition can hold; look at its aliases");
            return null;
        }

        _places[pointer] = node.Start;
        if (node is YamlScalarNode { Style: ScalarStyle.Plain, Value: null or "" or "~" or "null" or "Null" or "NULL" }) return null;
        Type bare = Nullable.GetUnderlyingType(type) ?? type;
        if (bare == typeof(UnicastPeerDefinition)) return node is YamlScalarNode ? Scalar(node, typeof(string), pointer) : Peer(node, pointer, depth);
        JsonTypeInfo info = DefinitionJson.Options.GetTypeInfo(bare);
        return info.Kind switch
        {
            JsonTypeInfoKind.Object => Mapping(node, info, pointer, depth),
            JsonTypeInfoKind.Enumerable => Sequence(node, info.ElementType!, pointer, depth),
            _ when bare.IsGenericType && bare.GetGenericTypeDefinition() == typeof(Engine.ValueArray<>) => Sequence(node, bare.GetGenericArguments()[0], pointer, depth),
            _ => Scalar(node, bare, pointer),
        };
    }

    private JsonObject? Mapping(YamlNode node, JsonTypeInfo info, string pointer, int depth)
    {
        if (node is not YamlMappingNode mapping)
        {
            Wrong(node, $"{Name(pointer)} is a mapping of members");
            return null;
        }

        var target = new JsonObject();
        if (info.PolymorphismOptions is { } kinds)
        {
            if (Kind(mapping, kinds, pointer) is not { } derived) return null;
            target[kinds.TypeDiscriminatorPropertyName] = (string)derived.TypeDiscriminator!;
            info = DefinitionJson.Options.GetTypeInfo(derived.DerivedType);
        }

        Dictionary<string, Type> members = info.Properties.DistinctBy(property => property.Name).ToDictionary(property => property.Name, property => property.PropertyType, StringComparer.Ordinal);
        foreach ((YamlNode key, YamlNode value) in mapping.Children)
        {
            string name = (key as YamlScalarNode)?.Value ?? "";
            if (target.ContainsKey(name)) continue;
            if (members.TryGetValue(name, out Type? type)) target[name] = Convert(value, type, $"{pointer}/{name}", depth + 1);
            else Wrong(key, $"{Name(pointer)} has no member \"{SafeName(name)}\"; remove it or correct its spelling");
        }

        return target;
    }

    private JsonDerivedType? Kind(YamlMappingNode mapping, JsonPolymorphismOptions kinds, string pointer)
    {
        string known = string.Join(", ", kinds.DerivedTypes.Select(type => type.TypeDiscriminator));
        if (!mapping.Children.TryGetValue(new YamlScalarNode(kinds.TypeDiscriminatorPropertyName), out YamlNode? node) || node is not YamlScalarNode { Value: { } kind })
        {
            Wrong(mapping, $"{Name(pointer)} needs {kinds.TypeDiscriminatorPropertyName}, one of {known}");
            return null;
        }

        foreach (JsonDerivedType type in kinds.DerivedTypes)
            if (Equals(type.TypeDiscriminator, kind)) return type;
        Wrong(node, $"{kinds.TypeDiscriminatorPropertyName} must be one of {known}, not \"{SafeName(kind)}\"");
        return null;
    }

    private JsonArray? Sequence(YamlNode node, Type item, string pointer, int depth)
    {
        if (node is not YamlSequenceNode sequence)
        {
            Wrong(node, $"{Name(pointer)} is a list");
            return null;
        }

        var target = new JsonArray();
        foreach (YamlNode child in sequence.Children) target.Add(Convert(child, item, string.Create(CultureInfo.InvariantCulture, $"{pointer}/{target.Count}"), depth + 1));
        return target;
    }

    private JsonValue? Scalar(YamlNode node, Type type, string pointer)
    {
        if (node is not YamlScalarNode { Value: { } text } scalar)
        {
            Wrong(node, $"{Name(pointer)} is one value");
            return null;
        }

        bool isPlain = scalar.Style == ScalarStyle.Plain;
        if (type == typeof(bool))
        {
            if (isPlain && text is "true" or "True" or "TRUE") return JsonValue.Create(true);
            if (isPlain && text is "false" or "False" or "FALSE") return JsonValue.Create(false);
            Wrong(node, $"{Name(pointer)} must be true or false, not {Shown(scalar)}");
            return null;
        }

        if (!s_numbers.Contains(type)) return JsonValue.Create(text);
        if (isPlain && decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out decimal number)) return JsonValue.Create(number);
        Wrong(node, $"{Name(pointer)} must be a number, not {Shown(scalar)}");
        return null;
    }

    // Written as an address alone where there are no limits.
    private JsonObject? Peer(YamlNode node, string pointer, int depth)
    {
        if (node is not YamlMappingNode mapping)
        {
            Wrong(node, $"{Name(pointer)} is an address, or a mapping with address, minimumTimeToLive and maximumTimeToLive");
            return null;
        }

        var target = new JsonObject();
        foreach ((YamlNode key, YamlNode value) in mapping.Children)
        {
            string name = (key as YamlScalarNode)?.Value ?? "";
            Type? type = name switch { "address" => typeof(IPAddress), "minimumTimeToLive" or "maximumTimeToLive" => typeof(int), _ => null };
            if (type is null) Wrong(key, $"{Name(pointer)} has no member \"{SafeName(name)}\"; remove it or correct its spelling");
            else target[name] = Convert(value, type, $"{pointer}/{name}", depth + 1);
        }

        return target;
    }

    private static string Shown(YamlScalarNode scalar) => $"\"{SafeName(scalar.Value ?? "")}\"{(scalar.Style == ScalarStyle.Plain ? "" : " in quotes")}";

    private static string SafeName(string text) => Remote.SafeText.Line(text.Length > 60 ? text[..60] + "…" : text);

    private static string Name(string pointer) => pointer.Length == 0 ? "a definition" : pointer[1..].Replace('/', '.');

    private void Wrong(YamlNode node, string message) => _problems.Add($"{At(node.Start)}: {message}");

    private string At(Mark place) => string.Create(CultureInfo.InvariantCulture, $"{file}:{place.Line}:{place.Column}");
}
