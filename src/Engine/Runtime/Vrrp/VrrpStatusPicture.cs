using System.Globalization;
using System.Net;
using System.Text.Json;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Vrrp;
using KeepaliveConsole.Engine.Wire;

namespace KeepaliveConsole.Engine.Runtime.Vrrp;

/// <summary>Both clocks at one moment, to show monotonic times as UTC.</summary>
/// <param name="Now">Monotonic.</param>
/// <param name="Utc">The same moment on the wall clock.</param>
internal readonly record struct ClockPair(MonotonicTime Now, DateTimeOffset Utc)
{
    /// <summary><paramref name="time"/> on the wall clock as it goes now.</summary>
    public DateTimeOffset ToUtc(MonotonicTime time) => Utc - (Now - time);
}

/// <summary>Draws the status of one instance from its figures. Decides nothing; every state comes with its age.</summary>
internal static class VrrpStatusPicture
{
    private static readonly (DropReason Reason, string Name)[] s_reasons =
        [.. Enum.GetValues<DropReason>().Where(reason => reason != DropReason.None).Select(reason => (reason, JsonNamingPolicy.CamelCase.ConvertName(reason.ToString())))];

    /// <summary>The picture at <paramref name="clock"/>.</summary>
    /// <param name="cell">The instance.</param>
    /// <param name="node">Name of this node.</param>
    /// <param name="clock">Now.</param>
    /// <param name="lastTurn">When the loop last looked around: what is known of an instance that neither sends nor hears is as old as that.</param>
    public static VrrpInstanceStatus Draw(VrrpCell cell, string node, ClockPair clock, MonotonicTime lastTurn)
    {
        VrrpInstanceDefinition definition = cell.Definition;
        VrrpParticipantDefinition participant = cell.Participant;
        VrrpState state = cell.State;
        MonotonicTime? heardAt = cell.LastAccepted;
        bool isMasterHeard = state != VrrpState.Master && cell.HeardOwner is not null && heardAt is { } at
            && (clock.Now - at).Ticks * MonotonicTime.NanosecondsPerTick <= MasterDownNanoseconds(cell, definition);
        MonotonicTime observed = state switch
        {
            VrrpState.Master => cell.LastSent ?? lastTurn,
            // One that has only begun to listen knows of no master yet, and is the staler the longer it hears none.
            VrrpState.Backup => Later(heardAt, cell.ChangedAt) ?? lastTurn,
            _ => lastTurn,
        };
        AdvertisementInterval interval = cell.ObservedInterval;
        (long sent, long accepted, long transitions) = cell.Counts;
        return new VrrpInstanceStatus
        {
            Name = cell.Name,
            VirtualRouterId = definition.VirtualRouterId,
            Version = definition.Version,
            Interface = participant.Interface,
            State = state,
            BasePriority = participant.Priority.Value,
            EffectivePriority = cell.EffectivePriority.Value,
            AdvertisementInterval = definition.AdvertisementInterval,
            Owner = Owner(cell, node, clock, state, isMasterHeard),
            HeldSince = (state == VrrpState.Master || isMasterHeard) && cell.OwnerSince is { } since ? clock.ToUtc(since) : null,
            LastTransition = cell.LastTransition,
            VirtualAddresses = definition.VirtualAddresses
                .Select(address => new VirtualAddressStatus(
                    address.Address, address.PrefixLength, address.Interface ?? participant.Interface, address.Label, cell.Held.Holds(address)))
                .ToValueArray(),
            VirtualRoutes = cell.VirtualRoutes,
            HeartbeatLines = cell.Lines.Select(line => Line(line, cell, definition, clock, state)).ToValueArray(),
            SyncGroup = cell.SyncGroup,
            Released = participant.Released,
            Preempts = cell.MayPreempt,
            TakeoverAt = cell.TakeoverAt is { } takeover ? clock.ToUtc(takeover) : null,
            VirtualMac = VirtualMac(definition, participant),
            PreemptDelay = definition.PreemptDelay,
            // The state is told before what follows from it: a picture taken between them must not show two masters where this one has just yielded.
            SplitBrain = state == VrrpState.Master ? cell.SplitBrain : null,
            Counters = new VrrpCounters { AdvertsSent = sent, AdvertsReceived = accepted, Transitions = transitions, PacketErrors = Errors(cell) },
            ObservedAt = clock.ToUtc(observed),
            Freshness = FreshnessOf(clock.Now - observed, state is VrrpState.Master or VrrpState.Backup ? interval.Span : TimeSpan.FromSeconds(1)),
        };
    }

    /// <summary>Up to 1.5 intervals fresh, up to 3 stale, then unknown.</summary>
    public static Freshness FreshnessOf(TimeSpan age, TimeSpan interval) =>
        age <= interval * 1.5 ? Freshness.Fresh : age <= interval * 3 ? Freshness.Stale : Freshness.Unknown;

    private static long MasterDownNanoseconds(VrrpCell cell, VrrpInstanceDefinition definition) => ElectionTimers.MasterDownNanoseconds(
        definition.Version, cell.EffectivePriority, cell.ObservedInterval, definition.DownTimerAdverts);

    private static VrrpOwner? Owner(VrrpCell cell, string node, ClockPair clock, VrrpState state, bool isMasterHeard)
    {
        if (state == VrrpState.Master)
        {
            IPAddress? source = cell.Source?.ToIPAddress();
            return new VrrpOwner(node, source, cell.EffectivePriority.Value, clock.ToUtc(cell.LastSent ?? clock.Now));
        }

        return isMasterHeard && cell.HeardOwner is { } owner && cell.LastAccepted is { } heard
            ? new VrrpOwner(null, owner.Source.ToIPAddress(), owner.Priority, clock.ToUtc(heard))
            : null;
    }

    private static HeartbeatLineStatus Line(LineFigures line, VrrpCell cell, VrrpInstanceDefinition definition, ClockPair clock, VrrpState state)
    {
        bool isOk = line.IsUsable && state switch
        {
            VrrpState.Master => true,
            VrrpState.Backup => line.LastHeard is { } heard && (clock.Now - heard).Ticks * MonotonicTime.NanosecondsPerTick <= MasterDownNanoseconds(cell, definition),
            _ => false,
        };
        return new HeartbeatLineStatus(line.Name, Later(line.LastSent, line.LastHeard) is { } time ? clock.ToUtc(time) : null, isOk);
    }

    private static string? VirtualMac(VrrpInstanceDefinition definition, VrrpParticipantDefinition participant)
    {
        if (participant.VirtualMac is not { } mac) return null;
        bool isIPv6 = definition.TravelsOverIPv6();
        int number = definition.VirtualRouterId.Value;
        string name = mac.Name ?? string.Create(CultureInfo.InvariantCulture, $"{(isIPv6 ? "vrrp6" : "vrrp")}.{number}");
        return $"{name} {mac.HardwareAddress ?? $"00:00:5e:00:0{(isIPv6 ? 2 : 1)}:{number:x2}"}";
    }

    private static MonotonicTime? Later(MonotonicTime? one, MonotonicTime? other) => one is { } a && other is { } b ? (a > b ? a : b) : one ?? other;

    private static Dictionary<string, long> Errors(VrrpCell cell)
    {
        var errors = new Dictionary<string, long>();
        foreach ((DropReason reason, string name) in s_reasons)
            if (cell.Drops(reason) is var count and > 0) errors[name] = count;
        return errors;
    }
}
