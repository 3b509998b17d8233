using KeepaliveConsole.Data.Audit;
using KeepaliveConsole.Web.Audit;
using KeepaliveConsole.Web.Settings;
using KeepaliveConsole.Web.Tests.Fakes;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace KeepaliveConsole.Web.Tests.Audit;

public sealed class AuditRetentionTests
{
    private static readonly DateTimeOffset s_noon = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task EachHour_WhatIsOlderThanTheSetting_IsRemoved()
    {
        var chain = new AskedChain();
        var time = new ManualTime(s_noon);
        using var retention = new AuditRetention(chain, new Settings(new AuditSettings()), time, NullLogger<AuditRetention>.Instance);
        await retention.StartAsync(default);
        time.Advance(TimeSpan.FromMinutes(59));
        Assert.Empty(chain.Asked);
        time.Advance(TimeSpan.FromMinutes(1));
        for (int turn = 0; chain.Asked.IsEmpty && turn < 1_000_000; turn++) await Task.Yield();
        await retention.StopAsync(default);
        Assert.Equal(s_noon.AddHours(1).AddDays(-400), Assert.Single(chain.Asked));
    }

    [Theory]
    [InlineData("00:00:00", null)]
    [InlineData("-1.00:00:00", null)]
    [InlineData("01:00:00", 1)]
    [InlineData("30.00:00:00", 30)]
    public async Task Setting_HasALeastOfOneDay_AndZeroIsForEver(string keep, int? days)
    {
        var chain = new AskedChain();
        using var retention = new AuditRetention(chain, new Settings(new AuditSettings { Keep = TimeSpan.Parse(keep, null) }), new ManualTime(s_noon), NullLogger<AuditRetention>.Instance);
        await retention.PruneAsync(default);
        Assert.Equal(days is { } back ? [s_noon.AddDays(-back)] : [], chain.Asked);
    }

    private sealed class Settings(AuditSettings settings) : IOptionsMonitor<AuditSettings>
    {
        public AuditSettings CurrentValue => settings;

        public AuditSettings Get(string? name) => settings;

        public IDisposable? OnChange(Action<AuditSettings, string?> listener) => null;
    }

    private sealed class AskedChain : IAuditChain
    {
        public System.Collections.Concurrent.ConcurrentQueue<DateTimeOffset> Asked { get; } = [];

        public Task<AuditPruning> PruneAsync(DateTimeOffset olderThan, CancellationToken cancellationToken)
        {
            Asked.Enqueue(olderThan);
            return Task.FromResult(new AuditPruning(0, 0, null));
        }

        public Task<AuditVerification> VerifyAsync(AuditHead? known, CancellationToken cancellationToken)
            => Task.FromResult(new AuditVerification(true, 0, 0, 0, null, null, TimeSpan.Zero));

        public Task<IReadOnlyList<AuditRecord>> ReadBehindAsync(long id, int limit, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<AuditRecord>>([]);

        public Task<AuditHead> HeadAsync(CancellationToken cancellationToken) => Task.FromResult(new AuditHead(0, ""));
    }
}
