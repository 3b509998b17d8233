using System.Diagnostics;
using KeepaliveConsole.AuditCost;
using KeepaliveConsole.Data;
using KeepaliveConsole.Data.Audit;
using KeepaliveConsole.Data.History;
using KeepaliveConsole.Data.Opening;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

// AuditCost DIR ROWS: fills the store in DIR up to so many audit rows through the recorder, then measures.
if (args.Length != 2 || !int.TryParse(args[1], out int rows) || rows < 10_000)
{
    Console.Error.WriteLine("usage: AuditCost DIR ROWS   (an empty or earlier directory, 10000 rows and up)");
    return 2;
}

var services = new ServiceCollection().AddLogging(logging => logging.AddSimpleConsole().SetMinimumLevel(LogLevel.Warning)).AddConsoleData(new ConsoleDataOptions { DataDirectory = args[0] }).BuildServiceProvider();
await using var disposing = services.ConfigureAwait(false);
if (await services.GetRequiredService<IConsoleDatabase>().OpenAsync(default).ConfigureAwait(false) is DatabaseOpening.Failed failed)
{
    Console.Error.WriteLine(failed.Sentence);
    return 1;
}

var measure = new Measurements(services.GetRequiredService<IAuditTrail>(), services.GetRequiredService<IAuditChain>(), services.GetRequiredService<EngineRecorder>());
await measure.FillAsync(rows).ConfigureAwait(false);
await measure.PagesAsync().ConfigureAwait(false);
await measure.VerifyAsync().ConfigureAwait(false);
await measure.SustainAsync(2000, TimeSpan.FromSeconds(15)).ConfigureAwait(false);
await measure.PruneAsync().ConfigureAwait(false);
await measure.VerifyAsync().ConfigureAwait(false);
Console.WriteLine($"peak resident {Process.GetCurrentProcess().PeakWorkingSet64 / 1_048_576} MiB, database {new FileInfo(Path.Combine(args[0], "console.db")).Length / 1_048_576} MiB");
return 0;
