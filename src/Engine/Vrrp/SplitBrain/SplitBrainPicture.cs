using System.Globalization;
using System.Net;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Engine.Vrrp.SplitBrain;

/// <summary>A neighbour that answers although none of its adverts comes.</summary>
internal readonly record struct BlockedNeighbour(AddressKey Address, MonotonicTime First, MonotonicTime Last, long Count);

/// <summary>Draws what is known of a split brain as data for people. Only drawn while one goes on, so it may allocate.</summary>
internal readonly struct SplitBrainPicture(VrrpInstanceDefinition definition, VrrpParticipantDefinition participant, MonotonicTime now, DateTimeOffset utcNow)
{
    private readonly MonotonicTime _now = now;
    private readonly DateTimeOffset _utcNow = utcNow;

    /// <summary>The diagnosis: the most telling cause first.</summary>
    public SplitBrainDiagnosis Draw(ReadOnlySpan<Suspect> suspects, BlockedNeighbour? blocked, MonotonicTime since)
    {
        var signs = new List<Suspect>(suspects.Length);
        foreach (Suspect suspect in suspects)
            if (suspect.Counted > 0) signs.Add(suspect);
        signs.Sort(ByWeight);
        PutAdvertsBeforeClaim(signs);

        var evidence = new List<SplitBrainEvidence>(signs.Count + 1);
        foreach (Suspect sign in signs) evidence.Add(new SplitBrainEvidence(sign.Cause, Utc(sign.First), Utc(sign.Last), sign.Seen, Detail(sign)));

        Suspect first = signs.Count > 0 ? signs[0] : default;
        SplitBrainCause cause = first.Cause;
        // That a neighbour answers tells something only where it holds the addresses and none of its adverts comes.
        if (blocked is { } neighbour && cause is SplitBrainCause.PeerClaims or SplitBrainCause.AddressAnsweredElsewhere)
        {
            cause = SplitBrainCause.MulticastBlocked;
            evidence.Insert(0, new SplitBrainEvidence(
                cause, Utc(neighbour.First), Utc(neighbour.Last), neighbour.Count, $"{neighbour.Address} answers on the link, but no advert came from it"));
        }

        Suspect named = Find(signs, static sign => sign.HardwareAddress == 0);
        Suspect wired = Find(signs, static sign => sign.HardwareAddress != 0);
        IPAddress? rival = named.Counted > 0 ? named.Address.ToIPAddress() : blocked?.Address.ToIPAddress();
        byte priority = Find(signs, static sign => sign.Priority != 0).Priority;
        var text = new SplitBrainText(
            definition.VirtualRouterId.Value, rival?.ToString(), priority == 0 ? null : priority, wired.Counted > 0 ? SplitBrainText.Hardware(wired.HardwareAddress) : null,
            first.Refusal);
        return new SplitBrainDiagnosis
        {
            Instance = definition.Name,
            Cause = cause,
            Since = Utc(since),
            LastSeen = signs.Count > 0 ? Utc(signs.Max(sign => sign.Last)) : _utcNow,
            Rival = rival,
            RivalPriority = text.Priority,
            RivalHardwareAddress = text.HardwareAddress,
            Explanation = text.Explanation(cause),
            ExplanationZh = text.ExplanationZh(cause),
            Remedy = text.Remedy(cause),
            RemedyZh = text.RemedyZh(cause),
            Evidence = evidence.ToValueArray(),
        };
    }

    private static int ByWeight(Suspect one, Suspect other)
    {
        if (one.IsConfirmed != other.IsConfirmed) return one.IsConfirmed ? -1 : 1;
        int rank = SplitBrainCauses.Rank(one.Cause).CompareTo(SplitBrainCauses.Rank(other.Cause));
        return rank != 0 ? rank : other.Last.CompareTo(one.Last);
    }

    /// <summary>Claims may be certain before the adverts of the same router are; what these tell is then known already, and the claim says no more.</summary>
    private void PutAdvertsBeforeClaim(List<Suspect> signs)
    {
        if (signs is not [{ Cause: SplitBrainCause.PeerClaims } claim, ..]) return;
        var spans = new SplitBrainSpans(definition, participant.Priority);
        int adverts = signs.FindIndex(sign => sign.Cause != SplitBrainCause.PeerClaims && sign.Address == claim.Address
            && claim.First.Nanoseconds - sign.Last.Nanoseconds <= spans.Window(sign.Cause, 0));
        if (adverts < 0) return;
        Suspect first = signs[adverts];
        signs.RemoveAt(adverts);
        signs.Insert(0, first);
    }

    private static Suspect Find(List<Suspect> signs, Predicate<Suspect> match) => signs.Find(match);

    private string Detail(in Suspect sign) => sign.Cause switch
    {
        SplitBrainCause.AddressAnsweredElsewhere => $"{sign.VirtualAddress} is answered by {SplitBrainText.Hardware(sign.HardwareAddress)}",
        SplitBrainCause.PeerClaims => $"the console of {sign.Address} says that it is Master with priority {Number(sign.Priority)}",
        SplitBrainCause.TwoMasters => $"advert of {sign.Address} with priority {Number(sign.Priority)} on {LineName(sign.Line)}",
        SplitBrainCause.VirtualRouterIdCollision => $"advert of {sign.Address} with priority {Number(sign.Priority)} and other addresses on {LineName(sign.Line)}",
        _ => $"advert of {sign.Address} on {LineName(sign.Line)} refused: {SplitBrainText.Refusal(sign.Refusal)}",
    };

    private static string Number(byte priority) => priority.ToString(CultureInfo.InvariantCulture);

    private string LineName(int line) => line <= 0 || line > participant.MoreInterfaces.Count ? participant.Interface : participant.MoreInterfaces[line - 1];

    private DateTimeOffset Utc(MonotonicTime time) => _utcNow - (_now - time);
}
