using System.Net;
using System.Text.Json;

namespace KeepaliveConsole.Engine.Linux.Nftables;

/// <summary>How a rule picks the slot of a new connection.</summary>
internal enum NftPicking
{
    /// <summary>Not a rule that picks a slot.</summary>
    None,

    /// <summary>A counter.</summary>
    Counter,

    /// <summary>A hash of the client's address.</summary>
    SourceHash,
}

/// <summary>The parts of a rule that decide what it does, of those forms that we write.</summary>
internal sealed record NftRule
{
    /// <summary>The comment; null = none.</summary>
    public string? Comment { get; private init; }

    /// <summary>Map that a verdict comes from, such as <c>@services</c>; null = no verdict map.</summary>
    public string? VerdictMap { get; private init; }

    /// <summary>Sets that it compares with, such as <c>@real_servers</c>.</summary>
    public ValueArray<string> ComparedSets { get; private init; }

    /// <summary>Protocol number it is limited to; null = none.</summary>
    public int? Protocol { get; private init; }

    /// <summary>Does it refuse connections?</summary>
    public bool Rejects { get; private init; }

    /// <summary>Does it masquerade?</summary>
    public bool Masquerades { get; private init; }

    /// <summary>How it picks the slot.</summary>
    public NftPicking Picking { get; private init; }

    /// <summary>Modulus of the pick: numbers 0 to one less are drawn.</summary>
    public int Modulus { get; private init; }

    /// <summary>The slots by number; null where a number of the map is missing or not understood.</summary>
    public ValueArray<(IPAddress Address, int Port)?> Slots { get; private init; }

    /// <summary>Reads a rule of a listing.</summary>
    public static NftRule Of(JsonElement json)
    {
        var rule = new NftRule { Comment = json.TryGetProperty("comment", out JsonElement comment) ? comment.GetString() : null };
        foreach (JsonElement statement in json.GetProperty("expr").EnumerateArray())
        {
            if (statement.ValueKind != JsonValueKind.Object) continue;
            rule = rule.With(statement);
        }

        return rule;
    }

    private NftRule With(JsonElement statement)
    {
        if (statement.TryGetProperty("vmap", out JsonElement vmap)) return this with { VerdictMap = vmap.GetProperty("data").ToString() };
        if (statement.TryGetProperty("reject", out _)) return this with { Rejects = true };
        if (statement.TryGetProperty("masquerade", out _)) return this with { Masquerades = true };
        if (statement.TryGetProperty("match", out JsonElement match)) return WithMatch(match);
        return statement.TryGetProperty("dnat", out JsonElement dnat) ? WithNat(dnat) : this;
    }

    private NftRule WithMatch(JsonElement match)
    {
        JsonElement right = match.GetProperty("right");
        if (right.ValueKind == JsonValueKind.String && right.GetString()!.StartsWith('@'))
            return this with { ComparedSets = [.. ComparedSets, right.GetString()!] };
        return right.ValueKind == JsonValueKind.Number && match.GetProperty("left").TryGetProperty("meta", out JsonElement meta)
            && meta.GetProperty("key").GetString() == "l4proto"
            ? this with { Protocol = right.GetInt32() }
            : this;
    }

    private NftRule WithNat(JsonElement dnat)
    {
        if (!dnat.TryGetProperty("addr", out JsonElement address) || address.ValueKind != JsonValueKind.Object || !address.TryGetProperty("map", out JsonElement map)) return this;
        JsonElement key = map.GetProperty("key");
        NftPicking picking = key.TryGetProperty("numgen", out JsonElement pick) ? NftPicking.Counter
            : key.TryGetProperty("jhash", out pick) ? NftPicking.SourceHash : NftPicking.None;
        if (picking == NftPicking.None) return this;

        JsonElement data = map.GetProperty("data");
        JsonElement[] elements = data.ValueKind == JsonValueKind.Object && data.TryGetProperty("set", out JsonElement set) ? [.. set.EnumerateArray()] : [];
        var slots = new (IPAddress, int)?[elements.Length];
        foreach (JsonElement element in elements)
            if (NftListing.Pair(element, out JsonElement number, out JsonElement target) && number.TryGetInt32(out int slot) && slot >= 0 && slot < slots.Length)
                slots[slot] = NftListing.Endpoint(target);
        return this with { Picking = picking, Modulus = pick.GetProperty("mod").GetInt32(), Slots = slots.ToValueArray() };
    }
}
