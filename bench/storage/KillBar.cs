using System.Diagnostics;
using System.Globalization;
using System.Net;
using KeepaliveConsole.Data;
using KeepaliveConsole.Data.Audit;
using KeepaliveConsole.Data.Opening;
using KeepaliveConsole.Data.Revisions;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Definitions.Json;
using Microsoft.Extensions.DependencyInjection;

namespace KeepaliveConsole.StorageBars;

/// <summary>A writer is killed at random moments; after each the store must open with what was acknowledged and a whole audit chain.</summary>
internal static class KillBar
{
    /// <summary>Saves one revision after the other, says each, until killed.</summary>
    public static async Task<int> WriteAsync(IServiceProvider services)
    {
        var definitions = services.GetRequiredService<IDefinitionStore>();
        await using var output = new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true };
        while (true)
        {
            SaveOutcome outcome = await definitions.SaveAsync(new DefinitionChange
            {
                Edit = current => current with { Nodes = [new() { Name = "l1", RouterId = $"r{Random.Shared.Next()}" }], VirtualServices = [Service(Random.Shared.Next(1, 60_000))] },
                Actor = Actor.Cli,
                Action = "bench",
                Object = "cluster",
            }, CancellationToken.None);
            if (outcome is SaveOutcome.Saved saved) await output.WriteLineAsync($"{saved.Stored.Revision}");
        }
    }

    /// <summary>Kills; 0 = nothing was lost.</summary>
    public static async Task<int> RunAsync(string directory, int kills)
    {
        long last = 0;
        int unsaid = 0;
        AuditHead? head = null;
        for (int kill = 1; kill <= kills; kill++)
        {
            long acknowledged = await KillAsync(directory);
            await using ServiceProvider services = new ServiceCollection().AddConsoleData(new ConsoleDataOptions { DataDirectory = directory }).BuildServiceProvider();
            if (await services.GetRequiredService<IConsoleDatabase>().OpenAsync(CancellationToken.None) is DatabaseOpening.Failed failed)
                return Fail(kill, failed.Sentence);
            var definitions = services.GetRequiredService<IDefinitionStore>();
            StoredDefinition? current = await definitions.FindCurrentAsync(CancellationToken.None);
            long revision = current?.Revision ?? 0;
            if (revision < Math.Max(acknowledged, last) || (acknowledged > 0 && revision > acknowledged + 1)) return Fail(kill, $"revision {revision} after {acknowledged} was acknowledged and {last} was there");
            if (current is not null && DefinitionJson.Hash(current.Definition) != current.ContentHash) return Fail(kill, $"revision {revision} is not what was saved");
            IReadOnlyList<RevisionSummary> revisions = await definitions.ListRevisionsAsync(500, CancellationToken.None);
            for (int index = 1; index < revisions.Count; index++)
                if (revisions[index].Revision != revisions[index - 1].Revision - 1) return Fail(kill, $"revision {revisions[index - 1].Revision - 1} is missing");
            // The chain is whole and goes on from where it was; each revision is in it.
            AuditVerification chain = await services.GetRequiredService<IAuditChain>().VerifyAsync(head, CancellationToken.None);
            if (chain.Flaw is { } flaw) return Fail(kill, $"the audit chain is broken: {flaw.Sentence}");
            if (chain.Checked < revision) return Fail(kill, $"the audit chain has {chain.Checked} entries for {revision} revisions");
            head = chain.Head;
            if (revision > acknowledged && acknowledged > 0) unsaid++;
            last = revision;
            if (kill % 20 == 0) Console.WriteLine($"{kill} kills, {last} revisions so far");
        }

        Console.WriteLine($"{kills} kills, {last} revisions, none lost, the audit chain whole after each; {unsaid} times one was saved that the writer could not say any more.");
        return 0;
    }

    private static async Task<long> KillAsync(string directory)
    {
        using var writer = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, ["write", directory]) { RedirectStandardOutput = true })!;
        long acknowledged = 0;
        int writes = Random.Shared.Next(1, 30);
        while (await writer.StandardOutput.ReadLineAsync() is { } line)
        {
            acknowledged = long.Parse(line, CultureInfo.InvariantCulture);
            if (--writes != 0) continue;
            var waited = Stopwatch.StartNew();
            int microseconds = Random.Shared.Next(10_000);
            while (waited.Elapsed.TotalMicroseconds < microseconds) Thread.SpinWait(50);
            writer.Kill();
        }

        await writer.WaitForExitAsync();
        return acknowledged;
    }

    private static int Fail(int kill, string why)
    {
        Console.WriteLine($"after kill {kill}: {why}");
        return 1;
    }

    private static VirtualServiceDefinition Service(int weight) => new()
    {
        Name = "web",
        Key = new() { Address = IPAddress.Parse("10.88.0.100"), Port = 80 },
        RealServers = [new() { Address = IPAddress.Parse("10.88.0.101"), Port = 80, Weight = weight, Checks = [new TcpCheckDefinition()] }],
    };
}
