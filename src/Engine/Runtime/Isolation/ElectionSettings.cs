using System.Globalization;
using System.Text;
using System.Text.Json;
using KeepaliveConsole.Engine.Definitions.Json;
using KeepaliveConsole.Engine.Hosting;

namespace KeepaliveConsole.Engine.Runtime.Isolation;

/// <summary>
/// The host's settings as the election process gets them: on its command line, so that anyone can see what it was started with. They hold no
/// secret. Both sides use this as one of the first things they do, so neither asks the serializer, whose first use takes longer than all else.
/// </summary>
internal static class ElectionSettings
{
    /// <summary>As JSON. The same settings always give the same text: a console compares it to know whether a process it finds was started with its own.</summary>
    public static string Write(EngineOptions options)
    {
        // By hand: the first use of the writer's encoder, and each property that is asked for by reflection a second time, compile code, 100 ms together.
        var text = new StringBuilder("{");
        Add(text, nameof(options.Node), IsPlain(options.Node) ? $"\"{options.Node}\"" : JsonSerializer.Serialize(options.Node, DefinitionJson.Options));
        Add(text, nameof(options.LoadBalancer), $"\"{options.LoadBalancer}\"");
        Add(text, nameof(options.RealTimePriority), options.RealTimePriority.ToString(CultureInfo.InvariantCulture));
        Add(text, nameof(options.Isolation), $"\"{options.Isolation}\"");
        Add(text, nameof(options.KeepAddressesOnExit), Word(options.KeepAddressesOnExit));
        Add(text, nameof(options.NftablesMasquerade), Word(options.NftablesMasquerade));
        Add(text, nameof(options.KeepTableOnExit), Word(options.KeepTableOnExit));
        Add(text, nameof(options.SweepInterval) + "Ms", options.SweepInterval.TotalMilliseconds.ToString("R", CultureInfo.InvariantCulture));
        Add(text, nameof(options.ConcurrentProbes), options.ConcurrentProbes.ToString(CultureInfo.InvariantCulture));
        return text.Append('}').ToString();
    }

    /// <summary>Reads them back; throws <see cref="JsonException"/>.</summary>
    public static EngineOptions Read(string text) => WrittenJson.TryRead(Encoding.UTF8.GetBytes(text), typeof(EngineOptions), out object? options)
        ? (EngineOptions)options!
        : JsonSerializer.Deserialize<EngineOptions>(text, DefinitionJson.Options) ?? throw new JsonException("no settings");

    private static void Add(StringBuilder text, string member, string json)
    {
        if (text.Length > 1) text.Append(',');
        text.Append('"').Append(char.ToLowerInvariant(member[0])).Append(member, 1, member.Length - 1).Append("\":").Append(json);
    }

    private static string Word(bool yes) => yes ? "true" : "false";

    private static bool IsPlain(string name)
    {
        foreach (char letter in name)
            if (!char.IsAsciiLetterOrDigit(letter) && letter is not ('.' or '-' or '_')) return false;
        return true;
    }
}
