using System.Collections;
using System.Collections.Concurrent;
using System.Net;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Definitions.Json;
using KeepaliveConsole.Web.Api.OpenApi;

namespace KeepaliveConsole.Web.Features.Changes.Forms;

/// <summary>
/// Forms for every definition, from the codec that reads them and their doc comments: a member that is added to a definition is in its form at once.
/// </summary>
internal static class FormShapes
{
    private static readonly JsonSerializerOptions s_options = DefinitionJson.Options;
    private static readonly Lazy<XmlTexts> s_texts = new(() => new XmlTexts(typeof(ClusterDefinition).Assembly));
    private static readonly ConcurrentDictionary<(Type, string?), RecordShape> s_records = new();

    /// <summary>The form of a definition's type.</summary>
    /// <param name="type">The type.</param>
    /// <param name="kind">Which of its kinds, where there are several; null or unknown = the first.</param>
    public static RecordShape Record(Type type, string? kind = null) => s_records.GetOrAdd((type, kind), static key => Make(key.Item1, key.Item2));

    private static RecordShape Make(Type type, string? kind)
    {
        JsonTypeInfo info = s_options.GetTypeInfo(type);
        string? discriminator = info.PolymorphismOptions?.TypeDiscriminatorPropertyName;
        if (info.PolymorphismOptions is { } kinds)
        {
            JsonDerivedType derived = kinds.DerivedTypes.FirstOrDefault(each => each.TypeDiscriminator as string == kind, kinds.DerivedTypes[0]);
            type = derived.DerivedType;
            info = s_options.GetTypeInfo(type);
        }

        // An address alone or an object: a converter of its own, so the type's members are asked themselves.
        if (type == typeof(UnicastPeerDefinition)) return Peer();
        object? blank = type.GetConstructor(Type.EmptyTypes)?.Invoke(null);
        return new RecordShape(s_texts.Value.Of(type), [.. info.Properties.Where(property => property.Get is not null && !property.IsExtensionData).Select(property => Field(property, blank))], discriminator);
    }

    private static RecordShape Peer() => new(s_texts.Value.Of(typeof(UnicastPeerDefinition)),
    [
        .. typeof(UnicastPeerDefinition).GetProperties().Where(each => each.CanWrite).Select(member => new FieldShape(JsonNamingPolicy.CamelCase.ConvertName(member.Name), Value(member.PropertyType, member),
            s_texts.Value.Of(member), member.PropertyType == typeof(IPAddress), Nullable.GetUnderlyingType(member.PropertyType) is not null, null)),
    ], null);

    private static FieldShape Field(JsonPropertyInfo property, object? blank)
    {
        var member = property.AttributeProvider as MemberInfo;
        bool mayBeNull = Nullable.GetUnderlyingType(property.PropertyType) is not null || (!property.PropertyType.IsValueType && property.IsGetNullable);
        string? byDefault = blank is null || property.IsRequired || property.Get!(blank) is not { } value ? null : JsonSerializer.Serialize(value, property.PropertyType, s_options);
        return new FieldShape(property.Name, Value(property.PropertyType, member), member is null ? null : s_texts.Value.Of(member), property.IsRequired, mayBeNull, byDefault);
    }

    private static ValueShape Value(Type declared, MemberInfo? member)
    {
        Type type = Nullable.GetUnderlyingType(declared) ?? declared;
        if (member?.IsDefined(typeof(SecretAttribute), true) == true) return new ValueShape(FieldKind.Secret);
        if (type == typeof(bool)) return new ValueShape(FieldKind.Switch);
        if (type.IsEnum)
        {
            FieldChoice[] words = [.. Enum.GetNames(type).Select(name => new FieldChoice(name, s_texts.Value.OfField(type, name)))];
            return new ValueShape(type.IsDefined(typeof(FlagsAttribute), false) ? FieldKind.Flags : FieldKind.Choice) { Choices = words };
        }

        if (type == typeof(TimeSpan) || type == typeof(AdvertisementInterval)) return new ValueShape(FieldKind.Number) { Unit = "ms", Example = "1000" };
        if (type.IsPrimitive || type == typeof(decimal) || type == typeof(VirtualRouterId) || type == typeof(VrrpPriority)) return new ValueShape(FieldKind.Number);
        if (type == typeof(IPAddress)) return new ValueShape(FieldKind.Text) { Example = "10.88.0.100" };
        if (type == typeof(DateTimeOffset)) return new ValueShape(FieldKind.Text) { Example = "2026-01-31T12:00:00Z" };
        if (type == typeof(string)) return new ValueShape(FieldKind.Text);
        if (ItemOf(type) is { } item) return new ValueShape(FieldKind.List) { Item = Value(item, null) };
        return new ValueShape(FieldKind.Record) { Record = type, Choices = KindsOf(type) };
    }

    private static FieldChoice[] KindsOf(Type type) => type.Namespace != typeof(ClusterDefinition).Namespace ? []
        : [.. s_options.GetTypeInfo(type).PolymorphismOptions?.DerivedTypes.Select(each => new FieldChoice((string)each.TypeDiscriminator!, s_texts.Value.Of(each.DerivedType))) ?? []];

    private static Type? ItemOf(Type type) => !typeof(IEnumerable).IsAssignableFrom(type) ? null
        : type.GetElementType() ?? type.GetInterfaces().Append(type).FirstOrDefault(each => each.IsGenericType && each.GetGenericTypeDefinition() == typeof(IEnumerable<>))?.GetGenericArguments()[0];

    /// <summary>A new value for a list or a record that was not there: empty, of the first kind.</summary>
    public static JsonNode NewValue(ValueShape shape) => shape switch
    {
        { Kind: FieldKind.Record, Choices: [var first, ..] } when Record(shape.Record!).Discriminator is { } member => new JsonObject { [member] = first.Value },
        { Kind: FieldKind.Record } => new JsonObject(),
        { Kind: FieldKind.Choice, Choices: [var first, ..] } => JsonValue.Create(first.Value),
        _ => JsonValue.Create(""),
    };
}
