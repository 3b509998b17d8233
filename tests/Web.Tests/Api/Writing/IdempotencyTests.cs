using System.Net;
using System.Text.Json;
using KeepaliveConsole.Data.Idempotency;
using KeepaliveConsole.Web.Auth;
using KeepaliveConsole.Web.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;

namespace KeepaliveConsole.Web.Tests.Api.Writing;

public sealed class IdempotencyTests : IAsyncLifetime, IDisposable
{
    private const string File = "/track-files/f";
    private const string Json = """{"name":"f","path":"/run/f"}""";
    private static readonly (string, string) s_new = ("If-None-Match", "*");

    private readonly ManualTime _time = new(FakeStatus.Noon);
    private readonly ConsoleFactory _console;
    private HttpClient _admin = null!;

    public IdempotencyTests() => _console = new ConsoleFactory { Replace = services => services.AddSingleton<TimeProvider>(_time) };

    public async Task InitializeAsync()
    {
        await _console.ReadyAsync();
        _admin = _console.As(Roles.Admin);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _console.Dispose();

    [Fact]
    public async Task SameRequestWithSameKey_GetsTheSameAnswer_AndIsCarriedOutOnce()
    {
        HttpResponseMessage first = await CreateAsync("k1");
        HttpResponseMessage again = await CreateAsync("k1");

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Created), (first.StatusCode, again.StatusCode));
        Assert.False(first.Headers.Contains("Idempotency-Replayed"));
        Assert.Equal("true", Assert.Single(again.Headers.GetValues("Idempotency-Replayed")));
        Assert.Equal(await first.Content.ReadAsStringAsync(), await again.Content.ReadAsStringAsync());
        Assert.Equal((first.Headers.ETag, first.Content.Headers.ContentType), (again.Headers.ETag, again.Content.Headers.ContentType));
        Assert.Single(_console.Engine.Applied);
    }

    [Theory]
    [InlineData("?comment=x", Json)]
    [InlineData("", """{"name":"f","path":"/run/g"}""")]
    public async Task OtherRequestWithSameKey_IsRefused(string query, string json)
    {
        await CreateAsync("k1");
        Assert.Equal((422, "idempotency.reused"), await (await _admin.WriteAsync("PUT", File + query, json, null, s_new, ("Idempotency-Key", "k1"))).ProblemAsync());
        Assert.Equal((422, "idempotency.reused"), await (await _admin.WriteAsync("DELETE", File, null, "*", ("Idempotency-Key", "k1"))).ProblemAsync());
        Assert.Single(_console.Engine.Applied);
    }

    [Fact]
    public async Task ARefusal_IsNotKept_SoTheKeyMayBeUsedAgain()
    {
        Assert.Equal((412, "stale"), await (await _admin.WriteAsync("PUT", File, Json, "\"0\"", ("Idempotency-Key", "k1"))).ProblemAsync());
        Assert.Equal(HttpStatusCode.Created, (await CreateAsync("k1")).StatusCode);
    }

    [Fact]
    public async Task AnotherActor_HasKeysOfItsOwn()
    {
        await CreateAsync("k1");
        Assert.Equal((412, "stale"), await (await _console.As(Roles.Admin).WriteAsync("PUT", File, Json, null, s_new, ("Idempotency-Key", "k1"))).ProblemAsync());
    }

    [Fact]
    public async Task After24Hours_TheKeyIsForgotten()
    {
        await CreateAsync("k1");
        _time.Advance(TimeSpan.FromHours(24) - TimeSpan.FromSeconds(1));
        Assert.True((await CreateAsync("k1")).Headers.Contains("Idempotency-Replayed"));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal((412, "stale"), await (await CreateAsync("k1")).ProblemAsync());
    }

    [Theory]
    [InlineData("é")]
    [InlineData("LONG")]
    public async Task AKeyOfTheWrongForm_IsRefused(string key)
    {
        HttpResponseMessage response = await CreateAsync(key == "LONG" ? new string('k', 256) : key);
        Assert.Equal((400, "idempotency.key"), await response.ProblemAsync());
        Assert.Equal(["Idempotency-Key"], await response.PointersAsync());
    }

    [Fact]
    public async Task Actions_AreCarriedOutOnceToo()
    {
        const string check = "/virtual-services/10.88.0.100:80%2Ftcp/real-servers/10.88.0.101:80/actions/check";
        await _admin.WriteAsync("POST", check, null, null, ("Idempotency-Key", "k2"));
        await _admin.WriteAsync("POST", check, null, null, ("Idempotency-Key", "k2"));
        Assert.Single(_console.Engine.Checked);
    }

    [Fact]
    public async Task TwoAtOnce_OneIsCarriedOut_TheOtherIsToldToWait()
    {
        var answers = new SlowAnswers();
        await using var console = new ConsoleFactory { Replace = services => services.AddSingleton<IRepeatedAnswers>(answers) };
        await console.ReadyAsync();
        HttpClient admin = console.As(Roles.Admin);
        Task<HttpResponseMessage> first = admin.WriteAsync("PUT", File, Json, null, s_new, ("Idempotency-Key", "k"));
        await answers.Asked.Task.WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal((409, "idempotency.running"), await (await admin.WriteAsync("PUT", File, Json, null, s_new, ("Idempotency-Key", "k"))).ProblemAsync());

        answers.Go.SetResult();
        Assert.Equal(HttpStatusCode.Created, (await first).StatusCode);
        Assert.Single(console.Engine.Applied);
    }

    [Fact]
    public async Task ALargeAnswer_IsNotKept_AndSaysSo()
    {
        string path = "/track-files/f?dryRun=true";
        string json = JsonSerializer.Serialize(new { name = "f", path = "/" + new string('x', 300_000) });
        HttpResponseMessage response = await _admin.WriteAsync("PUT", path, json, null, s_new, ("Idempotency-Key", "big"));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("false", Assert.Single(response.Headers.GetValues("Idempotency-Stored")));
        Assert.False((await _admin.WriteAsync("PUT", path, json, null, s_new, ("Idempotency-Key", "big"))).Headers.Contains("Idempotency-Replayed"));
    }

    private Task<HttpResponseMessage> CreateAsync(string key) => _admin.WriteAsync("PUT", File, Json, null, s_new, ("Idempotency-Key", key));

    private sealed class SlowAnswers : IRepeatedAnswers
    {
        public TaskCompletionSource Asked { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Go { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public async Task<RepeatedAnswer?> FindAsync(string keyHash, CancellationToken cancellationToken)
        {
            Asked.TrySetResult();
            await Go.Task;
            return null;
        }

        public Task KeepAsync(string keyHash, RepeatedAnswer answer, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
