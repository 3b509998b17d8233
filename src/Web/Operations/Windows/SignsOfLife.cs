using System.Collections.Concurrent;
using KeepaliveConsole.Data;

namespace KeepaliveConsole.Web.Operations.Windows;

/// <summary>
/// When people and programs were last heard from, by account or token. Something that arrives is a sign: a request, or an open WebSocket (a page
/// or the hub), which the server closes itself when the other side is silent for 30 s. A stream that only leaves (<c>GET /events</c>) is none while it
/// is open: the server cannot tell whether anybody reads.
/// </summary>
internal sealed class SignsOfLife(TimeProvider time)
{
    // More accounts than any console has; beyond it, who was heard longest ago is forgotten.
    private const int Most = 4096;

    private readonly long _begin = time.GetTimestamp();
    private readonly ConcurrentDictionary<(ActorKind Kind, string Name), Sign> _signs = new();

    /// <summary>A request came from <paramref name="actor"/>.</summary>
    public void Note(Actor actor)
    {
        Sign sign = _signs.GetOrAdd((actor.Kind, actor.Name), _ => new Sign());
        Volatile.Write(ref sign.At, time.GetTimestamp());
        if (_signs.Count > Most && _signs.MinBy(each => Volatile.Read(ref each.Value.At)) is { Value.Open: 0 } oldest) _signs.TryRemove(oldest);
    }

    /// <summary>A WebSocket of <paramref name="actor"/> is open until the answer is disposed.</summary>
    public IDisposable Hold(Actor actor)
    {
        Sign sign = _signs.GetOrAdd((actor.Kind, actor.Name), _ => new Sign());
        Interlocked.Increment(ref sign.Open);
        return new Held(this, actor, sign);
    }

    /// <summary>How long nothing was heard from <paramref name="actor"/>; zero while a WebSocket is open; since the console's start when never.</summary>
    public TimeSpan Silence(Actor actor)
    {
        if (!_signs.TryGetValue((actor.Kind, actor.Name), out Sign? sign)) return time.GetElapsedTime(_begin);
        return Volatile.Read(ref sign.Open) > 0 ? TimeSpan.Zero : time.GetElapsedTime(Volatile.Read(ref sign.At));
    }

    private sealed class Sign
    {
        public long At;
        public int Open;
    }

    private sealed class Held(SignsOfLife signs, Actor actor, Sign sign) : IDisposable
    {
        private int _gone;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _gone, 1) != 0) return;
            signs.Note(actor);
            Interlocked.Decrement(ref sign.Open);
        }
    }
}
