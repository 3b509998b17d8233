using System.Net;
using System.Reflection;
using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.Tests.Definitions;

/// <summary>Every definition that differs from a given one in exactly one member: what a table of members must not forget shows here.</summary>
internal static class DefinitionMutations
{
    /// <summary>One changed member.</summary>
    /// <param name="Path">Where, such as <c>VrrpInstances[0].Participants[0].Priority</c>.</param>
    /// <param name="Member">Declaring type and name.</param>
    /// <param name="Definition">The whole with it changed.</param>
    public sealed record Mutation(string Path, string Member, ClusterDefinition Definition);

    public static IReadOnlyList<Mutation> Of(ClusterDefinition definition) =>
        [.. Records(definition, "").Select(change => new Mutation(change.Path, change.Member, (ClusterDefinition)change.Value))];

    private static IEnumerable<(string Path, string Member, object Value)> Records(object record, string path)
    {
        foreach (PropertyInfo property in record.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.SetMethod is not null))
        {
            string at = path.Length == 0 ? property.Name : $"{path}.{property.Name}";
            string member = $"{property.DeclaringType!.Name}.{property.Name}";
            object? value = property.GetValue(record);
            foreach ((string inner, string innerMember, object changed) in Values(property.PropertyType, value, at, member))
                yield return (inner, innerMember, With(record, property, changed));
        }
    }

    private static IEnumerable<(string Path, string Member, object Value)> Values(Type type, object? value, string at, string member)
    {
        Type bare = Nullable.GetUnderlyingType(type) ?? type;
        if (bare.IsGenericType && bare.GetGenericTypeDefinition() == typeof(ValueArray<>))
        {
            object[] items = [.. ((System.Collections.IEnumerable)value!).Cast<object>()];
            if (items.Length > 0) yield return (at, member, ArrayOf(bare, items[..^1]));
            for (int index = 0; index < items.Length; index++)
            {
                foreach ((string inner, string innerMember, object changed) in Values(items[index].GetType(), items[index], $"{at}[{index}]", member))
                    yield return (inner, innerMember, ArrayOf(bare, [.. items[..index], changed, .. items[(index + 1)..]]));
            }
        }
        else if (bare.IsClass && bare != typeof(string) && bare != typeof(IPAddress))
        {
            if (value is null) yield break;
            yield return (at, member, Other(bare, value));
            foreach ((string, string, object) inner in Records(value, at)) yield return inner;
        }
        else
        {
            yield return (at, member, Other(bare, value));
        }
    }

    private static object Other(Type type, object? value) => type switch
    {
        _ when type == typeof(string) => (string?)value + "x",
        _ when type == typeof(bool) => value is not true,
        _ when type == typeof(int) => (int)(value ?? 0) + 1,
        _ when type == typeof(long) => (long)(value ?? 0L) + 1,
        _ when type == typeof(uint) => (uint)(value ?? 0u) + 1,
        _ when type == typeof(TimeSpan) => (TimeSpan)(value ?? TimeSpan.Zero) + TimeSpan.FromMilliseconds(1.5),
        _ when type == typeof(DateTimeOffset) => (DateTimeOffset)(value ?? DateTimeOffset.UnixEpoch) + TimeSpan.FromSeconds(1),
        _ when type == typeof(VrrpPriority) => new VrrpPriority((byte)(((VrrpPriority)value!).Value + 1)),
        _ when type == typeof(VirtualRouterId) => new VirtualRouterId(((VirtualRouterId)value!).Value + 1),
        _ when type == typeof(AdvertisementInterval) => new AdvertisementInterval(((AdvertisementInterval)value!).Centiseconds + 1),
        _ when type == typeof(StatusCodeRange) => new StatusCodeRange(((StatusCodeRange)value!).First, ((StatusCodeRange)value).Last + 1),
        _ when type == typeof(IPAddress) => Next((IPAddress?)value ?? IPAddress.Any),
        _ when type.IsEnum => Enum.GetValues(type).Cast<object>().First(other => !other.Equals(value)),
        _ => Records(value!, "").First().Value,
    };

    private static IPAddress Next(IPAddress address)
    {
        byte[] bytes = address.GetAddressBytes();
        bytes[^1]++;
        return new IPAddress(bytes);
    }

    private static object With(object record, PropertyInfo property, object value)
    {
        object copy = record.GetType().GetMethod("<Clone>$")!.Invoke(record, null)!;
        property.SetValue(copy, value);
        return copy;
    }

    private static object ArrayOf(Type type, object[] items)
    {
        var typed = Array.CreateInstance(type.GetGenericArguments()[0], items.Length);
        items.CopyTo(typed, 0);
        return Activator.CreateInstance(type, typed)!;
    }
}
