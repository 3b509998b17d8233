using KeepaliveConsole.Data.Opening;
using KeepaliveConsole.Data.Revisions;
using Microsoft.Extensions.DependencyInjection;

namespace KeepaliveConsole.Data.Tests.Crashes;

/// <summary>The test assembly as a program: saves one revision after the other and says each number once it is saved, until it is killed.</summary>
public static class WriterProgram
{
    /// <summary>Runs on the directory that the argument names.</summary>
    public static async Task<int> Main(string[] arguments)
    {
        if (arguments is not [{ } directory]) return 2;
        await using ServiceProvider services = new ServiceCollection().AddConsoleData(new ConsoleDataOptions { DataDirectory = directory }).BuildServiceProvider();
        if (await services.GetRequiredService<IConsoleDatabase>().OpenAsync(CancellationToken.None) is DatabaseOpening.Failed failed)
        {
            Console.WriteLine(failed.Sentence);
            return 1;
        }

        var definitions = services.GetRequiredService<IDefinitionStore>();
        await using var output = new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true };
        while (true)
        {
            SaveOutcome outcome = await definitions.SaveAsync(Samples.Drain with
            {
                Edit = current => current.Nodes.Count == 0 ? Samples.Cluster : Samples.WithFirstServer(current, server => server with { Weight = (server.Weight % 1000) + 1 }),
            }, CancellationToken.None);
            await output.WriteLineAsync($"{((SaveOutcome.Saved)outcome).Stored.Revision}");
        }
    }
}
