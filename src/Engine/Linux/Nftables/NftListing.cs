using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.Linux.Nftables;

/// <summary>
/// What <c>nft -j -n list table</c> said about our table, unjudged. Objects and expressions of a form we never write are
/// passed over; what is then missing shows as damage.
/// </summary>
internal sealed class NftListing
{
    /// <summary>Has the table any flag? Ours never has. Dormant switches it off as a whole; nft 1.0.6 prints its name wrongly, so no name is looked for.</summary>
    public bool Flagged { get; private set; }

    /// <summary>Every chain with its hook; null = an ordinary chain.</summary>
    public Dictionary<string, string?> Chains { get; } = [];

    /// <summary>The rules of each chain.</summary>
    public Dictionary<string, List<NftRule>> Rules { get; } = [];

    /// <summary>Which chain the connections of each service go to.</summary>
    public Dictionary<ServiceKey, string> Published { get; } = [];

    /// <summary>Name of every map and set.</summary>
    public HashSet<string> Sets { get; } = [];

    /// <summary>Elements of each map of weights.</summary>
    public Dictionary<string, Dictionary<(IPAddress Address, int Port), int>> Weights { get; } = [];

    /// <summary>Whose connections are masqueraded.</summary>
    public HashSet<NftEndpoint> RealServers { get; } = [];

    /// <summary>Reads the listing; null when it is not what nft writes.</summary>
    public static NftListing? TryParse(string json)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            var listing = new NftListing();
            foreach (JsonElement item in document.RootElement.GetProperty("nftables").EnumerateArray()) listing.TryTake(item);
            return listing;
        }
        catch (Exception problem) when (problem is JsonException || IsForeignForm(problem))
        {
            return null;
        }
    }

    // Whatever someone put into our table must not keep us from reading, and so from mending, the rest.
    private void TryTake(JsonElement item)
    {
        try
        {
            Take(item);
        }
        catch (Exception problem) when (IsForeignForm(problem))
        {
            // Of a form we never write: as good as not there.
        }
    }

    private static bool IsForeignForm(Exception problem) => problem is KeyNotFoundException or InvalidOperationException or FormatException;

    private void Take(JsonElement item)
    {
        if (item.TryGetProperty("table", out JsonElement table)) Flagged |= table.TryGetProperty("flags", out _);
        else if (item.TryGetProperty("chain", out JsonElement chain)) Chains[Text(chain, "name")] = chain.TryGetProperty("hook", out JsonElement hook) ? hook.GetString() : null;
        else if (item.TryGetProperty("rule", out JsonElement rule)) TakeRule(rule);
        else if (item.TryGetProperty("map", out JsonElement map)) TakeSet(map);
        else if (item.TryGetProperty("set", out JsonElement set)) TakeSet(set);
    }

    private void TakeRule(JsonElement rule)
    {
        string chain = Text(rule, "chain");
        if (!Rules.TryGetValue(chain, out List<NftRule>? rules)) Rules[chain] = rules = [];
        // Counted even when it cannot be read: a chain of ours holds one rule.
        rules.Add(new NftRule());
        rules[^1] = NftRule.Of(rule);
    }

    private void TakeSet(JsonElement set)
    {
        string name = Text(set, "name");
        Sets.Add(name);
        IEnumerable<JsonElement> elements = set.TryGetProperty("elem", out JsonElement elem) && elem.ValueKind == JsonValueKind.Array ? elem.EnumerateArray() : [];
        if (name == NftNames.Services) TakePublished(elements);
        else if (name == NftNames.RealServers) TakeRealServers(elements);
        else if (NftNames.BelongsToService(name)) TakeWeights(name, elements);
    }

    private void TakePublished(IEnumerable<JsonElement> elements)
    {
        foreach (JsonElement element in elements)
            if (Pair(element, out JsonElement match, out JsonElement verdict) && Concat(match, 3) is { } parts
                && NftNames.Key(parts[0].GetString()!, parts[1].GetInt32(), parts[2].GetInt32()) is { } key
                && verdict.ValueKind == JsonValueKind.Object && verdict.TryGetProperty("goto", out JsonElement jump))
                Published[key] = Text(jump, "target");
    }

    private void TakeRealServers(IEnumerable<JsonElement> elements)
    {
        foreach (JsonElement element in elements)
            if (Concat(element, 3) is { } parts && NftNames.Key(parts[0].GetString()!, parts[1].GetInt32(), parts[2].GetInt32()) is { } key)
                RealServers.Add(new NftEndpoint(key.Address!, key.Protocol, key.Port));
    }

    private void TakeWeights(string name, IEnumerable<JsonElement> elements)
    {
        Dictionary<(IPAddress, int), int> weights = Weights[name] = [];
        foreach (JsonElement element in elements)
            if (Pair(element, out JsonElement match, out JsonElement weight) && Endpoint(match) is { } endpoint && weight.ValueKind == JsonValueKind.Number)
                weights[endpoint] = weight.GetInt32();
    }

    internal static bool Pair(JsonElement element, out JsonElement left, out JsonElement right)
    {
        bool pair = element.ValueKind == JsonValueKind.Array && element.GetArrayLength() == 2;
        left = pair ? element[0] : default;
        right = pair ? element[1] : default;
        return pair;
    }

    /// <summary>The address and port of a concatenation of just these.</summary>
    internal static (IPAddress Address, int Port)? Endpoint(JsonElement element) =>
        Concat(element, 2) is { } parts && IPAddress.TryParse(parts[0].GetString(), out IPAddress? address) && address.AddressFamily == AddressFamily.InterNetwork
            ? (address, parts[1].GetInt32())
            : null;

    private static JsonElement[]? Concat(JsonElement element, int count) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty("concat", out JsonElement parts) && parts.GetArrayLength() == count
            ? [.. parts.EnumerateArray()]
            : null;

    private static string Text(JsonElement element, string property) => element.GetProperty(property).GetString()!;
}
