using System.Net;
using System.Text.Json.Serialization;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Runtime.Vrrp;

namespace KeepaliveConsole.Engine.Runtime.Isolation;

/// <summary>What a console and an election process say to each other.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "message")]
[JsonDerivedType(typeof(Hello), "hello")]
[JsonDerivedType(typeof(Stop), "stop")]
[JsonDerivedType(typeof(Apply), "apply")]
[JsonDerivedType(typeof(Refused), "refused")]
[JsonDerivedType(typeof(Look), "look")]
[JsonDerivedType(typeof(Picture), "picture")]
[JsonDerivedType(typeof(Happened), "happened")]
[JsonDerivedType(typeof(Acknowledge), "acknowledge")]
[JsonDerivedType(typeof(Ask), "ask")]
[JsonDerivedType(typeof(Answer), "answer")]
[JsonDerivedType(typeof(PeerClaimed), "peerClaimed")]
internal abstract record ElectionMessage
{
    /// <summary>
    /// Version of what is said here. Raise it when a message or a definition changes in a way that the other side would misread: a console
    /// then replaces the process it finds. <see cref="Hello"/> and <see cref="Stop"/> must stay readable by every version.
    /// </summary>
    public const int Protocol = 1;

    private ElectionMessage()
    {
    }

    /// <summary>First word of an election process to whoever connects.</summary>
    /// <param name="SpokenProtocol">Its <see cref="Protocol"/>.</param>
    /// <param name="Version">Version of the product.</param>
    /// <param name="ProcessId">Its process id.</param>
    /// <param name="StartedAt">When it started, UTC.</param>
    /// <param name="Network">Its network namespace, as <c>net:[4026531840]</c>.</param>
    /// <param name="Options">The settings it was started with, as JSON.</param>
    public sealed record Hello(int SpokenProtocol, string Version, int ProcessId, DateTimeOffset StartedAt, string Network, string Options) : ElectionMessage;

    /// <summary>Console: leave every election in order and end.</summary>
    /// <param name="Limit">Longest wait for successors; null = the largest skew.</param>
    /// <param name="KeepAddresses">Say nothing and leave the addresses, for a process that starts at once and goes on.</param>
    public sealed record Stop(TimeSpan? Limit, bool KeepAddresses) : ElectionMessage;

    /// <summary>Console: bring this definition into force.</summary>
    public sealed record Apply(ClusterDefinition Definition) : ElectionMessage;

    /// <summary>Process: a message could not be read; what was in force goes on.</summary>
    public sealed record Refused(string Problem) : ElectionMessage;

    /// <summary>Console: someone is looking; send a picture soon.</summary>
    public sealed record Look : ElectionMessage;

    /// <summary>Process: how things stand.</summary>
    public sealed record Picture(ElectionPicture Election) : ElectionMessage;

    /// <summary>Process: what happened.</summary>
    /// <param name="Events">In order, stamped with the time they happened.</param>
    /// <param name="UpTo">Number of the last one, for <see cref="Acknowledge"/>.</param>
    /// <param name="Lost">How many were lost before these because nobody took them.</param>
    public sealed record Happened(ValueArray<EngineEvent> Events, long UpTo, long Lost) : ElectionMessage;

    /// <summary>Console: events up to this number have arrived; they need not be kept for the next console.</summary>
    public sealed record Acknowledge(long UpTo) : ElectionMessage;

    /// <summary>Console: do or tell something about an instance.</summary>
    /// <param name="Number">Comes back in the <see cref="Answer"/>.</param>
    /// <param name="Question">What.</param>
    /// <param name="Instance">Which instance.</param>
    public sealed record Ask(long Number, ElectionQuestion Question, string Instance) : ElectionMessage;

    /// <summary>Console: another console says that its node is Master. Needs no answer; sent only to a process of the console's own version, as those before it refuse it.</summary>
    /// <param name="Instance">Of which instance of this node.</param>
    /// <param name="Peer">Where that node's adverts come from.</param>
    /// <param name="Priority">Its priority.</param>
    public sealed record PeerClaimed(string Instance, IPAddress Peer, VrrpPriority Priority) : ElectionMessage;

    /// <summary>Process: the answer to an <see cref="Ask"/>.</summary>
    /// <param name="Number">Of the question.</param>
    /// <param name="Text">Announce, yield, resume: why not, null = done. Trace: the trace, null = no such instance.</param>
    /// <param name="Bytes">Capture: the file, null = no such instance.</param>
    public sealed record Answer(long Number, string? Text, byte[]? Bytes) : ElectionMessage;
}

/// <summary>What may be asked of an election process about one instance.</summary>
internal enum ElectionQuestion
{
    /// <summary>Announce the addresses once more.</summary>
    Announce,

    /// <summary>Give mastership up once.</summary>
    Yield,

    /// <summary>Take part fully again after a yield.</summary>
    Resume,

    /// <summary>What the flight recorder holds.</summary>
    Trace,

    /// <summary>The frames seen and sent lately.</summary>
    Capture,
}
