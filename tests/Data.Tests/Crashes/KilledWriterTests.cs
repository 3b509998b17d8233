using System.Diagnostics;
using System.Globalization;
using KeepaliveConsole.Data.Audit;
using KeepaliveConsole.Data.Revisions;
using KeepaliveConsole.Engine.Definitions.Json;

namespace KeepaliveConsole.Data.Tests.Crashes;

/// <summary>SIGKILL in the middle of writing: the bench does it two hundred times.</summary>
public sealed class KilledWriterTests
{
    [Fact]
    public async Task KilledWhileItWrites_TheStoreOpens_AndWhatWasAcknowledgedIsThere_WithAWholeAuditChain()
    {
        using var folder = new TempFolder();
        var random = new Random(4711);
        long last = 0;
        AuditHead? head = null;
        for (int kill = 0; kill < 8; kill++)
        {
            long acknowledged = await KillAsync(folder.Data, writes: 1 + random.Next(20), afterMicroseconds: random.Next(8000));
            Assert.True(acknowledged > last, $"{acknowledged} after {last}");

            await using TestStore store = await TestStore.OpenAsync(folder.Data);
            StoredDefinition current = (await store.Definitions.FindCurrentAsync(default))!;
            // One more may have been saved and not said any more.
            Assert.InRange(current.Revision, acknowledged, acknowledged + 1);
            Assert.Equal(current.ContentHash, DefinitionJson.Hash(current.Definition));
            Assert.Equal(current.Revision, TestStore.Ask(store.Options.DatabasePath, "SELECT count(*) FROM Revisions"));
            Assert.Equal(current.Revision, TestStore.Ask(store.Options.DatabasePath, "SELECT max(Number) FROM Revisions"));
            Assert.Equal(current.Revision, (await store.Audit.QueryAsync(new AuditQuery { Limit = 1 }, default)).Items[0].Revision);
            AuditVerification chain = await store.Chain.VerifyAsync(head, default);
            Assert.True(chain.Intact, chain.Flaw?.Sentence);
            Assert.Equal((current.Revision, 0L), (chain.Checked, chain.BeforeChain));
            head = chain.Head;
            last = current.Revision;
        }
    }

    /// <summary>Starts a writer, kills it that long after it acknowledged so many, and says which it acknowledged last.</summary>
    private static async Task<long> KillAsync(string directory, int writes, int afterMicroseconds)
    {
        using var writer = Process.Start(new ProcessStartInfo("dotnet", [typeof(WriterProgram).Assembly.Location, directory]) { RedirectStandardOutput = true })!;
        long acknowledged = 0;
        while (await writer.StandardOutput.ReadLineAsync() is { } line)
        {
            Assert.True(long.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out acknowledged), line);
            if (--writes != 0) continue;
            var waited = Stopwatch.StartNew();
            while (waited.Elapsed.TotalMicroseconds < afterMicroseconds) Thread.SpinWait(50);
            writer.Kill();
        }

        await writer.WaitForExitAsync();
        return acknowledged;
    }
}
