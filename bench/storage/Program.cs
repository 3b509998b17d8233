using System.Globalization;
using KeepaliveConsole.Data;
using KeepaliveConsole.Data.Opening;
using KeepaliveConsole.StorageBars;
using Microsoft.Extensions.DependencyInjection;

// KeepaliveConsole.StorageBars probes DIRECTORY [ROWS]   fills a store with rollups (10 million unless said), then asks it as GET /probes does
// KeepaliveConsole.StorageBars kill   DIRECTORY [KILLS]  SIGKILL in the middle of writing (200 times unless said)
// KeepaliveConsole.StorageBars write  DIRECTORY          what "kill" kills
if (args is not [{ } what, { } directory, ..])
{
    Console.Error.WriteLine("usage: KeepaliveConsole.StorageBars probes|kill|write DIRECTORY [NUMBER]");
    return 2;
}

int? number = args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : null;
switch (what)
{
    case "kill":
        return await KillBar.RunAsync(directory, number ?? 200);
    case "write":
        await using (ServiceProvider services = await OpenAsync(directory)) return await KillBar.WriteAsync(services);
    case "probes":
        await using (ServiceProvider services = await OpenAsync(directory)) return await ProbeBar.RunAsync(services, number ?? 10_000_000);
    default:
        Console.Error.WriteLine($"There is no bar \"{what}\".");
        return 2;
}

static async Task<ServiceProvider> OpenAsync(string directory)
{
    ServiceProvider services = new ServiceCollection().AddConsoleData(new ConsoleDataOptions { DataDirectory = directory }).BuildServiceProvider();
    if (await services.GetRequiredService<IConsoleDatabase>().OpenAsync(CancellationToken.None) is DatabaseOpening.Failed failed) throw new InvalidOperationException(failed.Sentence);
    return services;
}
