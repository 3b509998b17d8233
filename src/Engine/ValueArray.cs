using System.Collections;
using System.Runtime.CompilerServices;

namespace KeepaliveConsole.Engine;

/// <summary>
/// An immutable list that compares by content. A record that holds an <c>ImmutableArray</c> differs from its own copy;
/// with this type "the same rows read twice" is no change, so nothing restarts. Default: empty.
/// </summary>
[CollectionBuilder(typeof(ValueArray), nameof(ValueArray.Create))]
public readonly struct ValueArray<T> : IReadOnlyList<T>, IEquatable<ValueArray<T>>
{
    private readonly T[]? _items;

    /// <summary>Takes a copy of <paramref name="items"/>.</summary>
    public ValueArray(IEnumerable<T> items) => _items = [.. items];

    internal ValueArray(T[] owned) => _items = owned;

    private T[] Items => _items ?? [];

    /// <summary>Number of items; 0 for the default value.</summary>
    public int Count => Items.Length;

    /// <summary>The item at <paramref name="index"/>, 0-based.</summary>
    public T this[int index] => Items[index];

    /// <summary>The items without copying.</summary>
    public ReadOnlySpan<T> Span => Items;

    /// <inheritdoc />
    public bool Equals(ValueArray<T> other) => Items.AsSpan().SequenceEqual(other.Items, EqualityComparer<T>.Default);

    /// <inheritdoc />
    public override bool Equals(object? obj) => obj is ValueArray<T> other && Equals(other);

    /// <inheritdoc />
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (T item in Items) hash.Add(item);
        return hash.ToHashCode();
    }

    /// <summary>Same content in the same order.</summary>
    public static bool operator ==(ValueArray<T> left, ValueArray<T> right) => left.Equals(right);

    /// <summary>Different content or order.</summary>
    public static bool operator !=(ValueArray<T> left, ValueArray<T> right) => !left.Equals(right);

    /// <inheritdoc />
    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)Items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => Items.GetEnumerator();

    /// <inheritdoc />
    public override string ToString() => "[" + string.Join(", ", Items) + "]";
}

/// <summary>Builds <see cref="ValueArray{T}"/> from collection expressions and sequences.</summary>
public static class ValueArray
{
    /// <summary>Used by collection expressions: <c>ValueArray&lt;int&gt; a = [1, 2];</c></summary>
    public static ValueArray<T> Create<T>(ReadOnlySpan<T> items) => new(items.ToArray());

    /// <summary>Copies a sequence.</summary>
    public static ValueArray<T> ToValueArray<T>(this IEnumerable<T> items) => new(items);
}
