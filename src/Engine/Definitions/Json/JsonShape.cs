using System.Reflection;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace KeepaliveConsole.Engine.Definitions.Json;

/// <summary>How types look in JSON beyond what converters can say: names with a unit, arrays, strictness, masks.</summary>
internal static class JsonShape
{
    /// <summary>What stands in place of a secret.</summary>
    public const string Mask = "***";

    /// <summary>Spans are numbers of milliseconds and say so in their name, as the REST contract promises.</summary>
    public static void NameMilliseconds(JsonTypeInfo type)
    {
        foreach (JsonPropertyInfo property in type.Properties)
        {
            Type bare = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
            if (bare == typeof(TimeSpan) || bare == typeof(AdvertisementInterval)) property.Name += "Ms";
        }
    }

    /// <summary>Lets the serializer fill a plain array, so that an error inside it carries the whole path.</summary>
    public static void ShowArrays(JsonTypeInfo type)
    {
        for (int index = 0; index < type.Properties.Count; index++)
        {
            JsonPropertyInfo property = type.Properties[index];
            if (!ValueArrayConverterFactory.IsValueArray(property.PropertyType) || property.Set is null || property.AssociatedParameter is not null) continue;
            Type item = property.PropertyType.GetGenericArguments()[0];
            Type arrays = typeof(JsonArrays<>).MakeGenericType(item);
            var wrap = arrays.GetMethod(nameof(JsonArrays<int>.WrapBoxed))!.CreateDelegate<Func<object?, object>>();
            var unwrap = arrays.GetMethod(nameof(JsonArrays<int>.Unwrap))!.CreateDelegate<Func<object?, object>>();
            Func<object, object?> get = property.Get!;
            Action<object, object?> set = property.Set;
            JsonPropertyInfo shown = type.CreateJsonPropertyInfo(item.MakeArrayType(), property.Name);
            shown.Get = owner => unwrap(get(owner));
            shown.Set = (owner, value) => set(owner, wrap(value));
            shown.IsRequired = property.IsRequired;
            shown.Order = property.Order;
            shown.AttributeProvider = property.AttributeProvider;
            type.Properties[index] = shown;
        }
    }

    /// <summary>A definition refuses members it does not know (a misspelt one would silently mean the default) and shows none that it computes.</summary>
    public static void BeStrictWithDefinitions(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object || type.Type.Namespace != typeof(ClusterDefinition).Namespace) return;
        type.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        for (int index = type.Properties.Count - 1; index >= 0; index--)
            if (type.Properties[index].Set is null && type.Properties[index].AssociatedParameter is null) type.Properties.RemoveAt(index);
    }

    /// <summary>Replaces every secret by <see cref="Mask"/>.</summary>
    public static void MaskSecrets(JsonTypeInfo type)
    {
        foreach (JsonPropertyInfo property in type.Properties)
            if (property.AttributeProvider is MemberInfo member && member.IsDefined(typeof(SecretAttribute), true) && property.PropertyType == typeof(string))
                property.Get = _ => Mask;
    }
}
