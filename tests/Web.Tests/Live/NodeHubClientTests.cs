using System.Diagnostics;
using System.Text.Json;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Web.Auth;
using KeepaliveConsole.Web.Tests.Api;
using KeepaliveConsole.Web.Tests.Fakes;

namespace KeepaliveConsole.Web.Tests.Live;

/// <summary>The hub with the npm client @microsoft/signalr in Node, over each of its transports and a real socket.</summary>
public sealed class NodeHubClientTests(NodeHubClientTests.Packages packages) : IClassFixture<NodeHubClientTests.Packages>
{
    [Theory]
    [InlineData("WebSockets")]
    [InlineData("ServerSentEvents")]
    [InlineData("LongPolling")]
    public async Task Client_GetsThePicture_WhatChanges_AndThePictureAgain(string transport)
    {
        await using var console = new ConsoleFactory();
        using NodeClient client = packages.Start(console.Listen(), console.TokenOf(Roles.Viewer), transport);

        JsonElement snapshot = await client.UntilAsync("Snapshot");
        Assert.Equal((1, "Master"), (snapshot[0].GetInt64(), snapshot[1].GetProperty("vrrp")[0].GetProperty("state").GetString()));

        console.Engine.Publish(new RealServerStateChanged(FakeStatus.Service, "10.88.0.101:80", RealServerState.Up, RealServerState.Down, "2 of 2 attempts failed"),
            status => status.With("10.88.0.101:80", real => real with { State = RealServerState.Down }));
        JsonElement server;
        do server = await client.UntilAsync("RealServerChanged");
        while (server[2].GetProperty("address").GetString() != "10.88.0.101:80" || server[2].GetProperty("state").GetString() != "Down");
        JsonElement recorded = await client.UntilAsync("EventRecorded");
        Assert.True(recorded[0].GetInt64() > server[0].GetInt64());
        Assert.Equal("realServerStateChanged", recorded[1].GetProperty("type").GetString());

        console.Engine.LoseEvents(5);
        console.Engine.Publish(new EngineNotice("l1", "hello", EventSeverity.Info));
        Assert.Equal(5, (await client.UntilAsync("Dropped"))[0].GetInt64());
        client.Say("snapshot");
        JsonElement mended = (await client.UntilAsync("GetSnapshot"))[0];
        Assert.True(mended.GetProperty("seq").GetInt64() > recorded[0].GetInt64());
        Assert.Equal("l1", mended.GetProperty("status").GetProperty("node").GetString());
    }

    [Fact]
    public async Task Client_WithoutAGoodToken_GetsNoConnection()
    {
        await using var console = new ConsoleFactory();
        using NodeClient client = packages.Start(console.Listen(), "kc_nobody", "WebSockets");
        Assert.Contains("401", (await client.UntilAsync("failed"))[0].GetString(), StringComparison.Ordinal);
    }

    /// <summary>The client's packages, installed once as its lock file says.</summary>
    public sealed class Packages : IDisposable
    {
        private readonly string _directory = Directory.CreateTempSubdirectory("kc-node-").FullName;

        public Packages()
        {
            foreach (string file in new[] { "package.json", "package-lock.json", "client.mjs" })
                File.Copy(Path.Combine(AppContext.BaseDirectory, "NodeClient", file), Path.Combine(_directory, file));
            using Process install = Process.Start(new ProcessStartInfo("npm", ["ci", "--no-audit", "--no-fund", "--ignore-scripts"])
            {
                WorkingDirectory = _directory,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            Task<string> said = install.StandardError.ReadToEndAsync();
            install.StandardOutput.ReadToEnd();
            install.WaitForExit();
            Assert.True(install.ExitCode == 0, said.Result);
        }

        internal NodeClient Start(Uri address, string token, string transport) => new(_directory, address, token, transport);

        public void Dispose() => Directory.Delete(_directory, recursive: true);
    }

    /// <summary>One process of the client.</summary>
    internal sealed class NodeClient : IDisposable
    {
        private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

        private readonly Process _process;

        public NodeClient(string directory, Uri address, string token, string transport) => _process = Process.Start(
            new ProcessStartInfo("node", ["client.mjs", address.AbsoluteUri.TrimEnd('/'), token, transport])
            {
                WorkingDirectory = directory,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            })!;

        public void Say(string word) => _process.StandardInput.WriteLine(word);

        /// <summary>Reads until the server calls <paramref name="name"/>; its arguments.</summary>
        public async Task<JsonElement> UntilAsync(string name)
        {
            using var patience = new CancellationTokenSource(s_patience);
            while (await _process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
            {
                JsonElement call = JsonDocument.Parse(line).RootElement;
                if (call.GetProperty("name").GetString() == name) return call.GetProperty("args");
            }

            throw new InvalidOperationException($"The client ended before {name}.");
        }

        public void Dispose()
        {
            if (!_process.HasExited) _process.Kill();
            _process.WaitForExit();
            _process.Dispose();
        }
    }
}
