using System.Threading.Channels;
using KeepaliveConsole.Web.Api.Documents;
using KeepaliveConsole.Web.Live;

namespace KeepaliveConsole.Web.Tests.Live;

public sealed class LiveConnectionTests
{
    [Fact]
    public async Task SlowClient_LosesTheNewest_IsToldHowMany_AndSeesTheGap()
    {
        var connection = new LiveConnection();
        for (int i = 0; i < LiveConnection.Capacity + 10; i++) connection.Offer((client, seq) => client.DefinitionApplied(seq, seq, []));
        var client = new Recorder();
        using var end = new CancellationTokenSource();
        Task pump = connection.PumpAsync(client, end.Token);
        await client.Until(LiveConnection.Capacity);
        connection.Offer((to, seq) => to.DefinitionApplied(seq, seq, []));
        await client.Until(LiveConnection.Capacity + 1);
        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pump);

        Assert.Equal(10, client.Lost);
        Assert.Equal(LiveConnection.Capacity, client.Seqs[^2]);
        Assert.Equal(LiveConnection.Capacity + 11, client.Seqs[^1]);
    }

    private sealed class Recorder : ILiveClient
    {
        private readonly Channel<long> _came = Channel.CreateUnbounded<long>();

        public List<long> Seqs { get; } = [];

        public long Lost { get; private set; }

        public async Task Until(int count)
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
            while (Seqs.Count < count) Seqs.Add(await _came.Reader.ReadAsync(patience.Token));
        }

        public Task DefinitionApplied(long seq, long revision, IReadOnlyList<string> changes)
        {
            Assert.True(_came.Writer.TryWrite(seq));
            return Task.CompletedTask;
        }

        public Task Dropped(long count)
        {
            Lost += count;
            return Task.CompletedTask;
        }

        public Task Snapshot(long seq, StatusDocument status) => throw new InvalidOperationException();

        public Task VrrpChanged(long seq, VrrpDocument instance) => throw new InvalidOperationException();

        public Task RealServerChanged(long seq, string service, RealServerDocument server) => throw new InvalidOperationException();

        public Task ProbeCompleted(long seq, IReadOnlyList<CompletedProbeDocument> probes) => throw new InvalidOperationException();

        public Task EventRecorded(long seq, EventDocument recorded) => throw new InvalidOperationException();
    }
}
