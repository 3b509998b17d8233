using System.Text.Json;

namespace KeepaliveConsole.Engine.Definitions.Json;

/// <summary>A value that a converter cannot take. The serializer adds where it stands.</summary>
internal sealed class JsonRefusal(Sentence reason) : JsonException(reason.ToString())
{
    /// <summary>What is wrong with it, without a full stop.</summary>
    public Sentence Reason { get; } = reason;
}
