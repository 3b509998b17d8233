using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Engine.Probes;

/// <summary>A connection is all that is wanted: it is closed at once, in the ordinary way. Nothing is sent. One for all probes.</summary>
internal sealed class TcpExchange : Exchange
{
    private static readonly Sentence s_connected = $"connected";

    private TcpExchange()
    {
    }

    /// <summary>The only one; it holds nothing.</summary>
    public static TcpExchange Instance { get; } = new();

    /// <inheritdoc />
    public override bool EndsWhenConnected => true;

    /// <inheritdoc />
    public override bool Received(ReadOnlySpan<byte> bytes) => true;

    /// <inheritdoc />
    public override ProbeVerdict Judge() => new(ProbeOutcome.Passed, s_connected);
}
