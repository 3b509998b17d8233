using System.Text.Json;
using System.Text.Json.Serialization;

namespace KeepaliveConsole.Engine.Definitions.Json;

/// <summary>
/// <see cref="ValueArray{T}"/> as a JSON array where it is a whole document or a constructor's parameter. Properties with a
/// setter go through <see cref="JsonShape"/>, which keeps the full JSON path in error messages.
/// </summary>
internal sealed class ValueArrayConverterFactory : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => IsValueArray(typeToConvert);

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(ValueArrayConverter<>).MakeGenericType(typeToConvert.GetGenericArguments()))!;

    public static bool IsValueArray(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ValueArray<>);

    private sealed class ValueArrayConverter<T> : JsonConverter<ValueArray<T>>
    {
        public override ValueArray<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            JsonArrays<T>.Wrap(JsonSerializer.Deserialize<T[]>(ref reader, options));

        public override void Write(Utf8JsonWriter writer, ValueArray<T> value, JsonSerializerOptions options)
        {
            writer.WriteStartArray();
            foreach (T item in value) JsonSerializer.Serialize(writer, item, options);
            writer.WriteEndArray();
        }
    }
}

/// <summary>Between a plain array, which the serializer knows, and <see cref="ValueArray{T}"/>.</summary>
internal static class JsonArrays<T>
{
    public static ValueArray<T> Wrap(object? array)
    {
        if (array is not T[] items) throw new JsonRefusal($"must be an array; write [] for none");
        for (int index = 0; index < items.Length; index++)
            if (items[index] is null) throw new JsonRefusal($"must not hold null; item {index} is null");
        return new ValueArray<T>(items);
    }

    public static object WrapBoxed(object? array) => Wrap(array);

    public static object Unwrap(object? value) => ((ValueArray<T>)value!).ToArray();
}
