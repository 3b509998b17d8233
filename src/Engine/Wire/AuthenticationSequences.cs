using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.Wire;

/// <summary>
/// Sequence numbers of the authentication headers of one instance: what is sent next, and what each sender sent last, so that a recorded packet is refused
/// when it comes again. RFC 4302 §3.3.2, §3.4.3. Belongs to one thread; nothing is allocated after it is made.
/// </summary>
public sealed class AuthenticationSequences
{
    /// <summary>Senders remembered; of more, the one heard longest ago is forgotten.</summary>
    public const int MaxSenders = 16;

    private readonly AddressKey[] _senders = new AddressKey[MaxSenders];
    private readonly uint[] _last = new uint[MaxSenders];
    private readonly long[] _heardAt = new long[MaxSenders];
    private long _heard;
    private uint _highest;

    /// <summary>With the number before the first that is sent.</summary>
    /// <param name="start">
    /// Seconds since 1970 are a good one: a router that restarts then goes on above all it sent before, since it sends at most one advert a second on the average.
    /// </param>
    public AuthenticationSequences(uint start) => _highest = start;

    /// <summary>
    /// The number for the next packet. Above all sent and all heard: keepalived keeps one counter for an instance and refuses what lies below it, whoever sends it.
    /// It stays at 4294967295 once there, and other routers then refuse: a sequence never begins again under the same password (RFC 4302 §2.5).
    /// </summary>
    public uint Next()
    {
        if (_highest < uint.MaxValue) _highest++;
        return _highest;
    }

    /// <summary>Is <paramref name="sequence"/> above the last one of <paramref name="sender"/>? Changes nothing.</summary>
    public bool IsNew(AddressKey sender, uint sequence) => Find(sender) is not { } index || sequence > _last[index];

    /// <summary>A packet with a right integrity value came.</summary>
    public void Heard(AddressKey sender, uint sequence)
    {
        int index = Find(sender) ?? LongestAgo();
        _senders[index] = sender;
        _last[index] = sequence;
        _heardAt[index] = ++_heard;
        _highest = Math.Max(_highest, sequence);
    }

    private int? Find(AddressKey sender)
    {
        for (int index = 0; index < MaxSenders; index++)
            if (_heardAt[index] != 0 && _senders[index] == sender) return index;
        return null;
    }

    private int LongestAgo()
    {
        int oldest = 0;
        for (int index = 1; index < MaxSenders; index++)
            if (_heardAt[index] < _heardAt[oldest]) oldest = index;
        return oldest;
    }
}
