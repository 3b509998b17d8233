using System.Text;
using System.Text.Json;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Web.Peers;
using KeepaliveConsole.Web.Tests.Fakes;

namespace KeepaliveConsole.Web.Tests.Peers;

public sealed class PeerReadingTests
{
    [Fact]
    public async Task TheStatusOfAConsole_IsUnderstood()
    {
        PeerDocument document = await ReadAsync(await StatusBytes.OfAsync(FakeStatus.Healthy()));

        Assert.Equal(("l1", FakeStatus.Noon, FakeStatus.Noon.AddHours(-1)), (document.Node, document.At, document.StartedAt!.Value));
        PeerInstance instance = Assert.Single(document.Vrrp);
        Assert.Equal((51, "Master", 200, "10.88.0.11", "Fresh"), (instance.VirtualRouterId, instance.State, instance.EffectivePriority, instance.Owner!.Address, instance.Freshness));
        Assert.Equal(["10.88.0.100"], instance.VirtualAddresses!.Select(each => each!.Address));
        Assert.True(document.IsMaster);
    }

    [Fact]
    public async Task OfThousandsOfRealServers_LittleIsRead()
    {
        EngineStatus status = FakeStatus.Healthy();
        status = status with { VirtualServices = [status.VirtualServices[0] with { RealServers = [.. Enumerable.Range(0, 10_000).Select(n => FakeStatus.RealServer($"10.1.{n / 250}.{n % 250}:80"))] }] };
        byte[] written = await StatusBytes.OfAsync(status);
        Assert.InRange(written.Length, 4_000_000, 10_000_000);
        using var stream = new MemoryStream(written);

        Assert.Single((await PeerReading.ReadAsync(stream, CancellationToken.None)).Vrrp);
        Assert.Equal(16 * 1024, stream.Position);
    }

    [Fact]
    public async Task ManyInstances_AreReadInSeveralPieces()
    {
        EngineStatus status = FakeStatus.Healthy();
        status = status with { Vrrp = [.. Enumerable.Range(1, 255).Select(n => status.Vrrp[0] with { Name = $"VI_{n}", VirtualRouterId = new((byte)n) })] };
        byte[] written = await StatusBytes.OfAsync(status);
        Assert.InRange(written.Length, 100_000, 1_000_000);

        Assert.Equal(Enumerable.Range(1, 255), (await ReadAsync(written)).Vrrp.Select(instance => instance.VirtualRouterId));
    }

    [Theory]
    [InlineData("""{"vrrp":[],"more":{"a":[1]},"at":"2026-03-01T12:00:00Z"}""")]
    [InlineData("""{"engine":null,"at":"2026-03-01T13:00:00+01:00","unknown":7,"vrrp":[null]}""")]
    public async Task InAnotherOrder_AndWithMore_ItIsUnderstood(string text)
    {
        PeerDocument document = await ReadAsync(Encoding.UTF8.GetBytes(text));
        Assert.Equal((FakeStatus.Noon, 0, false), (document.At, document.Vrrp.Count, document.IsMaster));
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html>Not found</html>")]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("{}")]
    [InlineData("""{"at":"2026-03-01T12:00:00Z"}""")]
    [InlineData("""{"vrrp":[]}""")]
    [InlineData("""{"at":"noon","vrrp":[]}""")]
    [InlineData("""{"at":"2026-03-01T12:00:00Z","vrrp":{}}""")]
    [InlineData("""{"at":"2026-03-01T12:00:00Z","vrrp":[{"virtualRouterId":"many"}]}""")]
    [InlineData("""{"at":"2026-03-01T12:00:00Z","vrrp":[{"state":"Master"}""")]
    [InlineData("""{"at":"2026-03-01T12:00:00Z","engine":{},"vrrp":[""")]
    public async Task Nonsense_IsSaidToBe(string text) => await Assert.ThrowsAnyAsync<JsonException>(() => ReadAsync(Encoding.UTF8.GetBytes(text)));

    [Theory]
    [InlineData("""{"at":"2026-03-01T12:00:00Z","vrrp":[""")]
    [InlineData("\"")]
    public async Task WhatNeverEnds_IsReadUpTo2MiB(string begin)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(begin + new string(' ', 4 << 20)));

        await Assert.ThrowsAsync<PeerTooLargeException>(() => PeerReading.ReadAsync(stream, CancellationToken.None));
        Assert.Equal(2 << 20, stream.Position);
    }

    private static async Task<PeerDocument> ReadAsync(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        return await PeerReading.ReadAsync(stream, CancellationToken.None);
    }
}
