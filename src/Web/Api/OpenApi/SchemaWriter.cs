using System.Collections;
using System.Net;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Web.Api.OpenApi;

/// <summary>
/// JSON schemas (2020-12, as OpenAPI 3.1 has them) of what the interface reads and writes, from the very settings it reads and writes with: names,
/// units, arrays and kinds are those of the codec and cannot drift from it.
/// </summary>
internal sealed class SchemaWriter(JsonSerializerOptions options, XmlTexts texts)
{
    private readonly SortedDictionary<string, JsonObject> _components = new(StringComparer.Ordinal);
    private readonly Dictionary<Type, string> _names = [];
    private readonly HashSet<Type> _inputs = [];

    /// <summary>Every named schema, by name.</summary>
    public IReadOnlyDictionary<string, JsonObject> Components => _components;

    /// <summary>Says that clients send this type: then only members it cannot do without are required. Call for all before the first schema.</summary>
    public void AddInput(Type type)
    {
        type = Bare(type);
        if (IsSimple(type)) return;
        if (ItemOf(type) is { } item)
        {
            AddInput(item);
            return;
        }

        if (!_inputs.Add(type) || options.GetTypeInfo(type) is not { Kind: JsonTypeInfoKind.Object } info) return;
        foreach (JsonDerivedType derived in info.PolymorphismOptions?.DerivedTypes ?? []) AddInput(derived.DerivedType);
        foreach (JsonPropertyInfo property in info.Properties) AddInput(property.PropertyType);
    }

    /// <summary>The schema of a type: inline where it is simple, else a reference.</summary>
    public JsonObject Of(Type type)
    {
        Type bare = Bare(type);
        if (Simple(bare) is { } simple) return simple;
        if (ValueOf(bare) is { } value) return new JsonObject { ["type"] = "object", ["additionalProperties"] = OrNull(Of(value)) };
        if (ItemOf(bare) is { } item) return new JsonObject { ["type"] = "array", ["items"] = Of(item) };
        return new JsonObject { ["$ref"] = "#/components/schemas/" + NameOf(bare) };
    }

    private static Type Bare(Type type) => Nullable.GetUnderlyingType(type) ?? type;

    private static bool IsSimple(Type type) => type.IsPrimitive || type.IsEnum || type == typeof(string) || type == typeof(decimal) || type == typeof(DateTimeOffset) || type == typeof(TimeSpan)
        || type == typeof(AdvertisementInterval) || type == typeof(VirtualRouterId) || type == typeof(VrrpPriority) || type == typeof(IPAddress) || type == typeof(UnicastPeerDefinition)
        || type == typeof(object) || typeof(JsonNode).IsAssignableFrom(type) || type == typeof(JsonElement) || type == typeof(byte[]) || type == typeof(Guid) || type == typeof(Stream);

    // What converters write; the serializer's own description of these types says nothing.
    private JsonObject? Simple(Type type)
    {
        if (type.IsEnum) return Enumeration(type);
        if (type == typeof(string)) return new JsonObject { ["type"] = "string" };
        if (type == typeof(bool)) return new JsonObject { ["type"] = "boolean" };
        if (type == typeof(byte)) return Integer(0, 255);
        if (type == typeof(ushort)) return Integer(0, ushort.MaxValue);
        if (type == typeof(uint)) return Integer(0, uint.MaxValue);
        if (type == typeof(int) || type == typeof(short)) return new JsonObject { ["type"] = "integer", ["format"] = "int32" };
        if (type == typeof(long)) return new JsonObject { ["type"] = "integer", ["format"] = "int64" };
        if (type == typeof(double) || type == typeof(float) || type == typeof(decimal)) return new JsonObject { ["type"] = "number" };
        if (type == typeof(DateTimeOffset)) return new JsonObject { ["type"] = "string", ["format"] = "date-time" };
        if (type == typeof(TimeSpan)) return new JsonObject { ["type"] = "number" };
        if (type == typeof(AdvertisementInterval)) return new JsonObject { ["type"] = "integer", ["minimum"] = 0, ["multipleOf"] = 10 };
        if (type == typeof(VirtualRouterId)) return Integer(1, 255);
        if (type == typeof(VrrpPriority)) return Integer(0, 255);
        if (type == typeof(IPAddress)) return Address();
        if (type == typeof(Guid)) return new JsonObject { ["type"] = "string", ["format"] = "uuid" };
        if (type == typeof(byte[]) || type == typeof(Stream)) return new JsonObject { ["type"] = "string", ["contentEncoding"] = "binary" };
        if (type == typeof(UnicastPeerDefinition)) return Peer();
        if (type == typeof(JsonObject)) return new JsonObject { ["type"] = "object" };
        return type == typeof(object) || typeof(JsonNode).IsAssignableFrom(type) || type == typeof(JsonElement) ? new JsonObject() : null;
    }

    private static JsonObject Integer(long least, long most) => new() { ["type"] = "integer", ["minimum"] = least, ["maximum"] = most };

    private static JsonObject Address() => new() { ["type"] = "string", ["format"] = "ip", ["description"] = "IPv4 or IPv6 address." };

    private static JsonObject Peer() => new()
    {
        ["oneOf"] = new JsonArray(Address(), new JsonObject
        {
            ["type"] = "object",
            ["properties"] = new JsonObject
            {
                ["address"] = Address(),
                ["minimumTimeToLive"] = new JsonObject { ["type"] = new JsonArray("integer", "null"), ["minimum"] = 0, ["maximum"] = 255 },
                ["maximumTimeToLive"] = new JsonObject { ["type"] = new JsonArray("integer", "null"), ["minimum"] = 0, ["maximum"] = 255 },
            },
            ["required"] = new JsonArray("address"),
            ["additionalProperties"] = false,
        }),
    };

    private JsonObject Enumeration(Type type)
    {
        // Several flags together are written with commas.
        if (type.IsDefined(typeof(FlagsAttribute), false)) return new JsonObject { ["type"] = "string", ["description"] = "One or more of, separated by comma and space: " + string.Join(", ", Enum.GetNames(type)) + "." };
        string[] names = Enum.GetNames(type);
        var schema = new JsonObject { ["type"] = "string", ["enum"] = new JsonArray([.. names.Select(name => (JsonNode)name)]) };
        string meanings = string.Join(" ", names.Select(name => texts.OfField(type, name) is { } text ? $"{name}: {text}" : null).OfType<string>());
        if (meanings.Length > 0) schema["description"] = meanings;
        return schema;
    }

    private static Type? ValueOf(Type type) => type.GetInterfaces().Append(type)
        .FirstOrDefault(each => each.IsGenericType && each.GetGenericTypeDefinition() is { } open && (open == typeof(IReadOnlyDictionary<,>) || open == typeof(IDictionary<,>)))
        ?.GetGenericArguments()[1];

    private static Type? ItemOf(Type type) => type == typeof(string) || !typeof(IEnumerable).IsAssignableFrom(type) ? null
        : type.GetElementType() ?? type.GetInterfaces().Append(type).FirstOrDefault(each => each.IsGenericType && each.GetGenericTypeDefinition() == typeof(IEnumerable<>))?.GetGenericArguments()[0];

    private string NameOf(Type type)
    {
        if (_names.TryGetValue(type, out string? known)) return known;
        string name = PlainName(type);
        if (_components.ContainsKey(name)) throw new InvalidOperationException($"Two types would be called {name} in the interface's description; rename {type.FullName}.");
        _names[type] = name;
        // Taken before its members are looked at: they may refer back.
        _components[name] = [];
        _components[name] = Component(type, null);
        return name;
    }

    private static string PlainName(Type type)
    {
        if (!type.IsGenericType) return type.Name;
        string own = type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)];
        return string.Concat(type.GetGenericArguments().Select(PlainName)) + own;
    }

    private JsonObject Component(Type type, (string Member, string Value)? kind)
    {
        JsonTypeInfo info = options.GetTypeInfo(type);
        var schema = new JsonObject();
        if (texts.Of(type) is { } text) schema["description"] = text;
        // Something with a converter of its own: anything may come.
        if (info.Kind != JsonTypeInfoKind.Object) return schema;
        if (info.PolymorphismOptions is { } kinds) return Kinds(kinds, schema);

        schema["type"] = "object";
        var properties = new JsonObject();
        var required = new JsonArray();
        if (kind is { } said)
        {
            properties[said.Member] = new JsonObject { ["const"] = said.Value, ["description"] = "Which kind it is; stands first." };
            required.Add(said.Member);
        }

        object? blank = Blank(type);
        foreach (JsonPropertyInfo property in info.Properties)
        {
            if (property.IsExtensionData || (property.Get is null && property.Set is null)) continue;
            properties[property.Name] = Property(property, blank);
            if (property.IsRequired || (!_inputs.Contains(type) && property.Get is not null)) required.Add(property.Name);
        }

        schema["properties"] = properties;
        if (required.Count > 0) schema["required"] = required;
        if (info.UnmappedMemberHandling == JsonUnmappedMemberHandling.Disallow) schema["additionalProperties"] = false;
        return schema;
    }

    private JsonObject Kinds(JsonPolymorphismOptions kinds, JsonObject schema)
    {
        var choices = new JsonArray();
        var mapping = new JsonObject();
        foreach (JsonDerivedType derived in kinds.DerivedTypes)
        {
            string name = PlainName(derived.DerivedType);
            string value = (string)derived.TypeDiscriminator!;
            string reference = "#/components/schemas/" + name;
            _names[derived.DerivedType] = name;
            _components[name] = Component(derived.DerivedType, (kinds.TypeDiscriminatorPropertyName, value));
            choices.Add(new JsonObject { ["$ref"] = reference });
            mapping[value] = reference;
        }

        schema["oneOf"] = choices;
        schema["discriminator"] = new JsonObject { ["propertyName"] = kinds.TypeDiscriminatorPropertyName, ["mapping"] = mapping };
        return schema;
    }

    private JsonObject Property(JsonPropertyInfo property, object? blank)
    {
        JsonObject schema = Of(property.PropertyType);
        bool mayBeNull = Nullable.GetUnderlyingType(property.PropertyType) is not null
            || (!property.PropertyType.IsValueType && (property.Get is null ? property.IsSetNullable : property.IsGetNullable));
        if (mayBeNull) schema = OrNull(schema);
        var member = property.AttributeProvider as MemberInfo;
        string? text = member is null ? null : texts.Of(member);
        if (IsSecret(member)) text = $"{text} A secret: answers show ***; send *** to keep it.".TrimStart();
        if (text is not null) schema["description"] = schema["description"] is { } more && schema["enum"] is not null ? $"{text} {more}" : text;
        if (property.Get is null)
        {
            schema["deprecated"] = true;
            schema["writeOnly"] = true;
        }
        else if (blank is not null && !property.IsRequired && !IsSecret(member) && property.Get(blank) is { } value and not Array)
        {
            schema["default"] = JsonSerializer.SerializeToNode(value, property.PropertyType, options);
        }

        return schema;
    }

    private static bool IsSecret(MemberInfo? member) => member?.IsDefined(typeof(SecretAttribute), true) == true;

    private static JsonObject OrNull(JsonObject schema)
    {
        if (schema["type"] is JsonValue type)
        {
            schema["type"] = new JsonArray(type.GetValue<string>(), "null");
            (schema["enum"] as JsonArray)?.Add(null);
            return schema;
        }

        return schema.Count == 0 ? schema : new JsonObject { ["oneOf"] = new JsonArray(schema, new JsonObject { ["type"] = "null" }) };
    }

    // A definition's defaults are what a new one holds.
    private static object? Blank(Type type) =>
        type.Namespace == typeof(ClusterDefinition).Namespace && !type.IsAbstract && type.GetConstructor(Type.EmptyTypes) is { } make ? make.Invoke(null) : null;
}
