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
    private readonly int _start;
    private readonly int _count;

    /// <summary>Takes a copy of <paramref name="items"/>.</summary>
    public ValueArray(IEnumerable<T> items)
        : this([.. items])
    {
    }

    internal ValueArray(T[] owned)
        : this(owned, 0, owned.Length)
    {
    }

    // A part of an array that nobody writes again; what is beside it may still be written.
    internal ValueArray(T[] owned, int start, int count) => (_items, _start, _count) = (owned, start, count);

    /// <summary>Number of items; 0 for the default value.</summary>
    public int Count => _count;

    /// <summary>The item at <paramref name="index"/>, 0-based.</summary>
    public T this[int index] => Span[index];

    /// <summary>The items without copying.</summary>
    public ReadOnlySpan<T> Span => new(_items, _start, _count);

    /// <inheritdoc />
    public bool Equals(ValueArray<T> other) => Span.SequenceEqual(other.Span, EqualityComparer<T>.Default);

    /// <inheritdoc />
    public override bool Equals(object? obj) => obj is ValueArray<T> other && Equals(other);

    /// <inheritdoc />
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (T item in Span) hash.Add(item);
        return hash.ToHashCode();
    }

    /// <summary>Same content in the same order.</summary>
    public static bool operator ==(ValueArray<T> left, ValueArray<T> right) => left.Equals(right);

    /// <summary>Different content or order.</summary>
    public static bool operator !=(ValueArray<T> left, ValueArray<T> right) => !left.Equals(right);

    /// <inheritdoc />
    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)new ArraySegment<T>(_items ?? [], _start, _count)).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc />
    public override string ToString() => "[" + string.Join(", ", this) + "]";
}

/// <summary>Builds <see cref="ValueArray{T}"/> from collection expressions and sequences.</summary>
public static class ValueArray
{
    /// <summary>Used by collection expressions: <c>ValueArray&lt;int&gt; a = [1, 2];</c></summary>
    public static ValueArray<T> Create<T>(ReadOnlySpan<T> items) => new(items.ToArray());

    /// <summary>Copies a sequence.</summary>
    public static ValueArray<T> ToValueArray<T>(this IEnumerable<T> items) => new(items);
}
