using System.Net;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using KeepaliveConsole.Engine;
using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Data.Tests;

/// <summary>
/// Random definitions from a seed. Fills every property it finds, so a property added to a definition and forgotten in the rows fails a
/// test. The content need not make sense; only its form is that of the types.
/// </summary>
internal sealed class DefinitionGenerator(int seed)
{
    private static readonly string[] s_texts = ["", " ", "VI_WEB", "eth0:0", "it's \"quoted\"; -- x", "日本語 Ünïcode 🖧", "line\nbreak\ttab", "%_[]*?"];
    private readonly Random _random = new(seed);

    public ClusterDefinition Next() => (ClusterDefinition)Make(typeof(ClusterDefinition));

    private object Make(Type type)
    {
        if (type == typeof(string)) return s_texts[_random.Next(s_texts.Length)] + _random.Next(1000);
        if (type == typeof(bool)) return _random.Next(2) == 0;
        if (type == typeof(int)) return _random.Next(-70000, 70000);
        if (type == typeof(long)) return _random.NextInt64(-70000, uint.MaxValue + 1L);
        if (type == typeof(uint)) return (uint)_random.NextInt64(uint.MaxValue + 1L);
        if (type == typeof(byte)) return (byte)_random.Next(256);
        if (type == typeof(TimeSpan)) return new TimeSpan(_random.NextInt64(TimeSpan.TicksPerDay * 40));
        if (type == typeof(DateTimeOffset)) return DateTimeOffset.UnixEpoch.AddTicks(_random.NextInt64(TimeSpan.TicksPerDay * 40000));
        if (type == typeof(IPAddress)) return Address();
        if (type == typeof(VirtualRouterId)) return new VirtualRouterId(_random.Next(1, 256));
        if (type.IsEnum) return Enum.GetValuesAsUnderlyingType(type) is { } values ? Enum.ToObject(type, values.GetValue(_random.Next(values.Length))!) : throw new InvalidOperationException();
        if (Nullable.GetUnderlyingType(type) is { } value) return Make(value);
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ValueArray<>)) return MakeArray(type.GetGenericArguments()[0]);
        if (type.IsAbstract) type = Derived(type);
        return type.IsValueType ? MakeValue(type) : MakeRecord(type);
    }

    private IPAddress Address()
    {
        byte[] bytes = new byte[_random.Next(2) == 0 ? 4 : 16];
        _random.NextBytes(bytes);
        return new IPAddress(bytes);
    }

    private Type Derived(Type type)
    {
        Type[] kinds = [.. type.GetCustomAttributes<JsonDerivedTypeAttribute>().Select(attribute => attribute.DerivedType)];
        return kinds[_random.Next(kinds.Length)];
    }

    private object MakeArray(Type item)
    {
        var items = Array.CreateInstance(item, _random.Next(4));
        for (int index = 0; index < items.Length; index++) items.SetValue(Make(item), index);
        return Activator.CreateInstance(typeof(ValueArray<>).MakeGenericType(item), items)!;
    }

    private object MakeValue(Type type)
    {
        ConstructorInfo constructor = type.GetConstructors().OrderByDescending(candidate => candidate.GetParameters().Length).First();
        return constructor.Invoke([.. constructor.GetParameters().Select(parameter => Make(parameter.ParameterType))]);
    }

    private object MakeRecord(Type type)
    {
        object record = RuntimeHelpers.GetUninitializedObject(type);
        var nullability = new NullabilityInfoContext();
        foreach (PropertyInfo property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.SetMethod is not null))
        {
            bool mayBeNull = nullability.Create(property).WriteState == NullabilityState.Nullable;
            property.SetValue(record, mayBeNull && _random.Next(3) == 0 ? null : Make(property.PropertyType));
        }

        return record;
    }
}
