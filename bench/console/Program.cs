using System.Globalization;
using KeepaliveConsole.ConsoleBars;

// See ../README.md. Needs root: it makes a network namespace of its own, and removes it.
switch (args)
{
    case ["listen"]:
        Listeners.Run();
        return 0;
    case ["pixel", var app, .. var rest]:
        await using (Director director = await Director.StartAsync(app, rest.Length > 0 ? Number(rest[0]) : 1000, checkEvery: 5))
            return await PixelBar.RunAsync(director, rest.Length > 1 ? Number(rest[1]) : 40);
    case ["idle", var app]:
        await using (Director director = await Director.StartAsync(app, services: 3, checkEvery: 1))
            return await IdleBar.RunAsync(director);
    case ["soak", var app, .. var rest]:
        await using (Director director = await Director.StartAsync(app, services: 20, checkEvery: 1))
            return await SoakBar.RunAsync(director, rest.Length > 0 ? Number(rest[0]) : 60, rest.Length > 1 ? Number(rest[1]) : 50);
    case ["events", var app, .. var rest]:
        await using (Director director = await Director.StartAsync(app, rest.Length > 0 ? Number(rest[0]) : 110, checkEvery: 1, instances: 60, retries: 0))
            return await EventsBar.RunAsync(director);
    case ["status", var app, .. var rest]:
        await using (Director director = await Director.StartAsync(app, rest.Length > 0 ? Number(rest[0]) : 1000, checkEvery: 5))
            return await StatusBar.RunAsync(director);
    default:
        await Console.Error.WriteLineAsync("usage: pixel APP [SERVICES [CHANGES]] | idle APP | soak APP [MINUTES [PAGES]] | events APP [SERVICES] | status APP [SERVICES]     APP = folder of the published console");
        return 2;
}

static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
