using System.Buffers;
using System.Text.Json;
using KeepaliveConsole.Engine;
using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Web.Api;

/// <summary>The real servers of a picture as bytes, each by itself and with the comma before it.</summary>
internal sealed class ServerBytes
{
    /// <summary>How the document is written.</summary>
    public static readonly JsonWriterOptions Options = new() { Encoder = ApiJson.Options.Encoder, SkipValidation = true };

    private readonly ArrayBufferWriter<byte> _buffer = new(1024);

    /// <summary>The servers of each service of <paramref name="status"/>; those that <paramref name="before"/> has at the same place are taken from its bytes.</summary>
    public byte[][][] Of(EngineStatus status, EngineStatus? before, byte[][][]? bytesBefore)
    {
        ReadOnlySpan<VirtualServiceStatus> services = status.VirtualServices.Span;
        ReadOnlySpan<VirtualServiceStatus> servicesBefore = before is null ? [] : before.VirtualServices.Span;
        var all = new byte[services.Length][][];
        using var writer = new Utf8JsonWriter(_buffer, Options);
        for (int i = 0; i < all.Length; i++)
        {
            if (i >= servicesBefore.Length) all[i] = Of(writer, services[i].RealServers, [], []);
            else if (ReferenceEquals(services[i], servicesBefore[i])) all[i] = bytesBefore![i];
            else all[i] = Of(writer, services[i].RealServers, servicesBefore[i].RealServers, bytesBefore![i]);
        }

        return all;
    }

    private byte[][] Of(Utf8JsonWriter writer, ValueArray<RealServerStatus> servers, ValueArray<RealServerStatus> before, byte[][] bytesBefore)
    {
        var bytes = new byte[servers.Count][];
        for (int i = 0; i < bytes.Length; i++)
            bytes[i] = i < bytesBefore.Length && ReferenceEquals(servers[i], before[i]) ? bytesBefore[i] : Write(writer, servers[i]);
        return bytes;
    }

    private byte[] Write(Utf8JsonWriter writer, RealServerStatus server)
    {
        _buffer.ResetWrittenCount();
        _buffer.Write(","u8);
        writer.Reset();
        StatusWriter.Server(writer, server);
        writer.Flush();
        return _buffer.WrittenSpan.ToArray();
    }
}
