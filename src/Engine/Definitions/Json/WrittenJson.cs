using System.Globalization;
using System.Net;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace KeepaliveConsole.Engine.Definitions.Json;

/// <summary>
/// Reads what this program wrote itself, for a process that has only just started. The serializer's first use of a type compiles code for
/// each kind of value, 100 to 200 ms for a definition, in which a director does not listen yet; plain reflection over the same members
/// takes a tenth. Takes the complete canonical form alone (every member, once, by its present name); whatever else it meets it declines,
/// and the serializer reads it or says what is wrong with it.
/// </summary>
internal static class WrittenJson
{
    private const string Milliseconds = "Ms";

    /// <summary>Reads one object; false = not in canonical form, ask the serializer.</summary>
    public static bool TryRead(ReadOnlySpan<byte> json, Type type, out object? value)
    {
        value = null;
        try
        {
            var reader = new Utf8JsonReader(json);
            return reader.Read() && TryValue(ref reader, type, out value) && value is not null && !reader.Read();
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or MissingMethodException or TargetInvocationException or ArgumentException)
        {
            return false;
        }
    }

    /// <summary>The members that are read and written, with their names in JSON.</summary>
    internal static Dictionary<string, PropertyInfo> Members(Type type)
    {
        var members = new Dictionary<string, PropertyInfo>(StringComparer.Ordinal);
        foreach (PropertyInfo property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
            if (property.SetMethod is not null) members[NameOf(property)] = property;
        return members;
    }

    private static string NameOf(PropertyInfo property)
    {
        Type bare = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        string name = JsonNamingPolicy.CamelCase.ConvertName(property.Name);
        return bare == typeof(TimeSpan) || bare == typeof(AdvertisementInterval) ? name + Milliseconds : name;
    }

    private static bool TryValue(ref Utf8JsonReader reader, Type type, out object? value)
    {
        value = null;
        Type bare = Nullable.GetUnderlyingType(type) ?? type;
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                return bare != type || !type.IsValueType;
            case JsonTokenType.True or JsonTokenType.False:
                value = reader.GetBoolean();
                return bare == typeof(bool);
            case JsonTokenType.String:
                value = Text(reader.GetString()!, bare);
                return value is not null;
            case JsonTokenType.Number:
                value = Number(ref reader, bare);
                return value is not null;
            case JsonTokenType.StartArray:
                return TryArray(ref reader, bare, out value);
            case JsonTokenType.StartObject:
                return TryObject(ref reader, bare, out value);
            default:
                return false;
        }
    }

    private static object? Text(string text, Type type)
    {
        if (type == typeof(string)) return text;
        // The names of an enum's values are its fields.
        if (type.IsEnum) return EnumValue(text, type);
        if (type == typeof(DateTimeOffset)) return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out DateTimeOffset time) ? time.ToUniversalTime() : null;
        if (type == typeof(UnicastPeerDefinition)) return AddressText.TryParse(text, out IPAddress? peer) ? new UnicastPeerDefinition { Address = peer } : null;
        return type == typeof(IPAddress) && AddressText.TryParse(text, out IPAddress? address) ? address : null;
    }

    // Flags that are set together are written as names with commas.
    private static object? EnumValue(string text, Type type)
    {
        long together = 0;
        foreach (string name in text.Split(", "))
        {
            if (type.GetField(name, BindingFlags.Public | BindingFlags.Static)?.GetValue(null) is not { } one) return null;
            together |= Convert.ToInt64(one, CultureInfo.InvariantCulture);
        }

        return Enum.ToObject(type, together);
    }

    private static object? Number(ref Utf8JsonReader reader, Type type)
    {
        if (type == typeof(int)) return reader.TryGetInt32(out int number) ? number : null;
        if (type == typeof(long)) return reader.TryGetInt64(out long number) ? number : null;
        if (type == typeof(uint)) return reader.TryGetUInt32(out uint number) ? number : null;
        if (type == typeof(VrrpPriority)) return reader.TryGetByte(out byte number) ? new VrrpPriority(number) : null;
        if (type == typeof(VirtualRouterId)) return reader.TryGetByte(out byte number) && VirtualRouterId.IsValid(number) ? new VirtualRouterId(number) : null;
        if (type == typeof(AdvertisementInterval)) return reader.TryGetInt32(out int number) && number >= 0 && number % 10 == 0 ? new AdvertisementInterval(number / 10) : null;
        const decimal longest = long.MaxValue / TimeSpan.TicksPerMillisecond;
        if (type != typeof(TimeSpan) || !reader.TryGetDecimal(out decimal span) || span < -longest || span > longest) return null;
        return new TimeSpan((long)decimal.Round(span * TimeSpan.TicksPerMillisecond));
    }

    private static bool TryArray(ref Utf8JsonReader reader, Type type, out object? value)
    {
        value = null;
        if (!ValueArrayConverterFactory.IsValueArray(type)) return false;
        Type item = type.GetGenericArguments()[0];
        var items = new List<object>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (!TryValue(ref reader, item, out object? each) || each is null) return false;
            items.Add(each);
        }

        var array = Array.CreateInstance(item, items.Count);
        for (int index = 0; index < items.Count; index++) array.SetValue(items[index], index);
        value = type.GetConstructor(BindingFlags.NonPublic | BindingFlags.Instance, [array.GetType()])!.Invoke([array]);
        return true;
    }

    private static bool TryObject(ref Utf8JsonReader reader, Type type, out object? value)
    {
        value = null;
        if (type.IsAbstract && !TryKind(ref reader, ref type)) return false;
        Dictionary<string, PropertyInfo> missing = Members(type);
        value = Activator.CreateInstance(type)!;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (!missing.Remove(reader.GetString()!, out PropertyInfo? member) || !reader.Read() || !TryValue(ref reader, member.PropertyType, out object? content)) return false;
            bool mayBeNull = Nullable.GetUnderlyingType(member.PropertyType) is not null || member.GetValue(value) is null;
            if (content is null && (member.IsDefined(typeof(RequiredMemberAttribute)) || !mayBeNull)) return false;
            member.SetValue(value, content);
        }

        return missing.Count == 0;
    }

    /// <summary>Of several kinds: the first member says which.</summary>
    private static bool TryKind(ref Utf8JsonReader reader, ref Type type)
    {
        if (type.GetCustomAttribute<JsonPolymorphicAttribute>(inherit: false) is not { TypeDiscriminatorPropertyName: { } member }) return false;
        if (!reader.Read() || reader.TokenType != JsonTokenType.PropertyName || !reader.ValueTextEquals(member) || !reader.Read() || reader.TokenType != JsonTokenType.String) return false;
        string kind = reader.GetString()!;
        foreach (JsonDerivedTypeAttribute derived in type.GetCustomAttributes<JsonDerivedTypeAttribute>(inherit: false))
        {
            if (kind.Equals(derived.TypeDiscriminator)) // an object: by value, whatever it is
            {
                type = derived.DerivedType;
                return true;
            }
        }

        return false;
    }
}
