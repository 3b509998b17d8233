using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Web.Api;

namespace KeepaliveConsole.Web.Tests.Fakes;

/// <summary>A picture as <c>GET /status</c> writes it.</summary>
internal static class StatusBytes
{
    /// <summary>By a console that wrote none before.</summary>
    public static Task<byte[]> OfAsync(EngineStatus status) => OfAsync(new StatusPicture(new FakeEngine(status)).Take());

    /// <summary>The bytes of one that is written.</summary>
    public static async Task<byte[]> OfAsync(WrittenStatus written)
    {
        using var stream = new MemoryStream();
        await written.CopyToAsync(stream, CancellationToken.None);
        return stream.ToArray();
    }
}
