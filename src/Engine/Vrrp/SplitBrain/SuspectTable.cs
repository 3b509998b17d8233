using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Engine.Vrrp.SplitBrain;

/// <summary>The few routers that an instance watches. Fixed in size, so that a flood of made-up senders costs neither memory nor time.</summary>
internal sealed class SuspectTable
{
    /// <summary>Places; a link with more rivals than this shows the gravest.</summary>
    public const int Capacity = 8;

    private readonly Suspect[] _places = new Suspect[Capacity];

    /// <summary>All places, also free ones (<see cref="Suspect.Counted"/> 0).</summary>
    public Span<Suspect> Places => _places;

    /// <summary>Is any of them certain?</summary>
    public bool AnyConfirmed
    {
        get
        {
            foreach (ref readonly Suspect suspect in _places.AsSpan())
                if (suspect.IsConfirmed) return true;
            return false;
        }
    }

    /// <summary>The place of a router, a free one, or the one that is missed least: the uncertain before the certain, then the one seen longest ago.</summary>
    public ref Suspect PlaceOf(SplitBrainCause cause, AddressKey address, ulong hardwareAddress)
    {
        int best = 0;
        for (int i = 0; i < Capacity; i++)
        {
            if (_places[i].Is(cause, address, hardwareAddress)) return ref _places[i];
            if (IsLessMissed(_places[i], _places[best])) best = i;
        }

        ref Suspect place = ref _places[best];
        place = new Suspect { Cause = cause, Address = address, HardwareAddress = hardwareAddress };
        return ref place;
    }

    /// <summary>Frees every place.</summary>
    public void Clear() => Array.Clear(_places);

    private static bool IsLessMissed(in Suspect one, in Suspect other)
    {
        if (one.Counted == 0 || other.Counted == 0) return one.Counted < other.Counted;
        if (one.IsConfirmed != other.IsConfirmed) return other.IsConfirmed;
        return one.Last < other.Last;
    }
}
