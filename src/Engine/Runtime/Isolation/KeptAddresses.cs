using System.Text.Json;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Definitions.Json;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Linux;
using KeepaliveConsole.Engine.Vrrp;

namespace KeepaliveConsole.Engine.Runtime.Isolation;

/// <summary>Instances that a process left as master, without a word and with their addresses, for the one after it.</summary>
/// <param name="BootId">Which start of the machine.</param>
/// <param name="At">When, since that start.</param>
/// <param name="Instances">Which.</param>
internal sealed record KeptAddresses(string BootId, TimeSpan At, ValueArray<KeptInstance> Instances)
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Those of <paramref name="definition"/> that <paramref name="node"/> is master of in <paramref name="statuses"/>, now.</summary>
    public static KeptAddresses Of(ClusterDefinition definition, string node, ValueArray<VrrpInstanceStatus> statuses) =>
        new(BootClock.BootId(), BootClock.Now, statuses
            .Where(status => status.State == VrrpState.Master)
            .Select(status => Find(definition, status.Name) is { } instance && instance.ParticipantOf(node) is { } participant
                ? new KeptInstance(status.Name, MasterDown(instance, participant), ElectionOf(instance, participant))
                : null)
            .OfType<KeptInstance>()
            .ToValueArray());

    /// <summary>The instances of <paramref name="definition"/> that may be taken up at <paramref name="now"/>: still the same election, and left so recently that no other router can have taken over.</summary>
    public ValueArray<string> MayBeTakenUp(ClusterDefinition definition, string node, string bootId, TimeSpan now)
    {
        if (bootId != BootId || now < At) return [];
        return Instances
            .Where(kept => now - At < kept.MasterDown && Find(definition, kept.Name) is { } instance
                && instance.ParticipantOf(node) is { } participant && ElectionOf(instance, participant) == kept.Election)
            .Select(kept => kept.Name)
            .ToValueArray();
    }

    /// <summary>Writes the file as a whole; null = written, otherwise why not.</summary>
    public string? Write(string path)
    {
        string temporary = path + ".tmp";
        try
        {
            File.Delete(temporary);
            using (var stream = new FileStream(temporary, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = Private }))
                JsonSerializer.Serialize(stream, this, DefinitionJson.Options);
            File.Move(temporary, path, overwrite: true);
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return error.Message;
        }
    }

    /// <summary>Reads the file and removes it: what it says is true once. Null = there is none that can be used.</summary>
    /// <remarks>
    /// Member by member: no address is served while this runs, and the serializer's first use takes a hundred milliseconds, which at short
    /// intervals is a third of the time in which it may be taken up.
    /// </remarks>
    public static KeptAddresses? Take(string path)
    {
        try
        {
            byte[] text = File.ReadAllBytes(path);
            File.Delete(path);
            using var document = JsonDocument.Parse(text);
            return Read(document.RootElement);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    private static KeptAddresses? Read(JsonElement file) =>
        TextOf(file, nameof(BootId)) is { } bootId && TimeOf(file, nameof(At)) is { } at
        && MemberOf(file, nameof(Instances)) is { ValueKind: JsonValueKind.Array } instances
        && instances.EnumerateArray().Select(ReadInstance).ToList() is var read && !read.Contains(null)
            ? new KeptAddresses(bootId, at, read.OfType<KeptInstance>().ToValueArray())
            : null;

    private static KeptInstance? ReadInstance(JsonElement instance) =>
        TextOf(instance, nameof(KeptInstance.Name)) is { } name && TimeOf(instance, nameof(KeptInstance.MasterDown)) is { } masterDown
        && TextOf(instance, nameof(KeptInstance.Election)) is { } election
            ? new KeptInstance(name, masterDown, election)
            : null;

    private static TimeSpan? TimeOf(JsonElement from, string member) =>
        MemberOf(from, member + "Ms") is { ValueKind: JsonValueKind.Number } number && number.TryGetDecimal(out decimal milliseconds)
        && Math.Abs(milliseconds) < long.MaxValue / TimeSpan.TicksPerMillisecond
            ? new TimeSpan((long)decimal.Round(milliseconds * TimeSpan.TicksPerMillisecond))
            : null;

    private static string? TextOf(JsonElement from, string member) => MemberOf(from, member) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    private static JsonElement? MemberOf(JsonElement from, string member) =>
        from.ValueKind == JsonValueKind.Object && from.TryGetProperty(JsonNamingPolicy.CamelCase.ConvertName(member), out JsonElement found) ? found : null;

    /// <summary>What must be the same for an election to go on: the rest of its definition may change under a running one too.</summary>
    private static string ElectionOf(VrrpInstanceDefinition instance, VrrpParticipantDefinition participant) =>
        $"{instance.VirtualRouterId.Value}/{instance.Version}/{participant.Interface}";

    private static TimeSpan MasterDown(VrrpInstanceDefinition instance, VrrpParticipantDefinition participant) => TimeSpan.FromTicks(
        ElectionTimers.MasterDownNanoseconds(instance.Version, participant.Priority, instance.AdvertisementInterval, instance.DownTimerAdverts) / MonotonicTime.NanosecondsPerTick);

    private static VrrpInstanceDefinition? Find(ClusterDefinition definition, string name) => definition.VrrpInstances.FirstOrDefault(instance => instance.Name == name);
}

/// <summary>One of them.</summary>
/// <param name="Name">Its name.</param>
/// <param name="MasterDown">How long nobody else takes over.</param>
/// <param name="Election">Virtual router id, version and interface: <c>51/V3/eth0</c>.</param>
internal sealed record KeptInstance(string Name, TimeSpan MasterDown, string Election);
