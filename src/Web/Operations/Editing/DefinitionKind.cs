using KeepaliveConsole.Data.Revisions;
using KeepaliveConsole.Engine;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Definitions.Json;

namespace KeepaliveConsole.Web.Operations.Editing;

/// <summary>One kind of object in a definition: where its list is and what its objects are called. All that reads and writes them needs.</summary>
/// <param name="Word">For people: <c>VRRP instance</c>.</param>
/// <param name="Slug">For audit and routes: <c>vrrp-instance</c>.</param>
/// <param name="KeyPointer">JSON pointer to the member that holds the key: <c>/name</c>.</param>
/// <param name="KeyOf">The key of an object.</param>
/// <param name="ListIn">Its list in a definition; null = what holds the list is not there.</param>
/// <param name="About">What holds the list, in front of a key for people; empty = the cluster.</param>
public sealed record DefinitionKind<T>(Sentence Word, string Slug, string KeyPointer, Func<T, string> KeyOf, Func<ClusterDefinition, DefinitionList<T>?> ListIn, string About = "")
    where T : class
{
    /// <summary>The object with <paramref name="key"/>; null = there is none.</summary>
    public T? Find(ClusterDefinition definition, string key)
    {
        foreach (T each in ListIn(definition)?.Items ?? [])
            if (KeyOf(each) == key) return each;
        return null;
    }

    /// <summary>Its strong tag: the hash of its own JSON; null = there is none.</summary>
    public string? TagOf(StoredDefinition stored, string key) => Find(stored.Definition, key) is { } found ? DefinitionJson.HashPart(found) : null;

    /// <summary>For people and the audit trail: <c>10.88.0.100:80/tcp 10.88.0.101:80</c>.</summary>
    public string Name(string key) => About.Length == 0 ? key : $"{About} {key}";

    /// <summary>Puts <paramref name="item"/> in place of the one with its key, or at the end of the list.</summary>
    public EditResult Put(ClusterDefinition definition, string key, T item)
    {
        if (KeyOf(item) != key)
        {
            Sentence sentence = $"The document is of the {Word} {KeyOf(item)}, but the address names {key}; an object cannot be renamed: create the new one, then delete the old.";
            return EditResult.Refuse(new OperationResult(OperationStatus.Refused, sentence, Problems: [new(Engine.Definitions.Rules.ProblemSeverity.Error, KeyPointer, "key.mismatch", sentence)]));
        }

        if (ListIn(definition) is not { } list) return EditResult.Refuse(Nothing());
        int index = IndexOf(list.Items, key);
        T[] items = [.. list.Items];
        if (index < 0) items = [.. items, item];
        else items[index] = item;
        return new EditResult(list.Replace(items.ToValueArray()), Place: $"{list.Pointer}/{(index < 0 ? items.Length - 1 : index)}");
    }

    /// <summary>Takes the object with <paramref name="key"/> out.</summary>
    public EditResult Remove(ClusterDefinition definition, string key)
    {
        if (ListIn(definition) is not { } list || IndexOf(list.Items, key) is not (>= 0 and var index)) return EditResult.Refuse(Missing(key));
        return new EditResult(list.Replace([.. list.Items.Where((_, place) => place != index)]));
    }

    /// <summary>The answer when there is no such object.</summary>
    public OperationResult Missing(string key) => new(OperationStatus.NotFound, About.Length == 0 ? (Sentence)$"There is no {Word} {key}." : $"There is no {Word} {key} in {About}.");

    /// <summary>The answer when what would hold the object is not there.</summary>
    public OperationResult Nothing() => new(OperationStatus.NotFound, $"There is no virtual service {About}.");

    private int IndexOf(ValueArray<T> items, string key)
    {
        for (int index = 0; index < items.Count; index++)
            if (KeyOf(items[index]) == key) return index;
        return -1;
    }
}

/// <summary>A list in a definition.</summary>
/// <param name="Pointer">JSON pointer to it.</param>
/// <param name="Items">The objects.</param>
/// <param name="Replace">The definition with another list.</param>
public sealed record DefinitionList<T>(string Pointer, ValueArray<T> Items, Func<ValueArray<T>, ClusterDefinition> Replace);
