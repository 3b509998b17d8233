using System.Net;
using System.Text.Json;
using KeepaliveConsole.Web.Auth;

namespace KeepaliveConsole.Web.Tests.Api.Writing;

/// <summary>Many programs change the same definition at once, each reading, changing and writing back what it read.</summary>
public sealed class ParallelWritersTests
{
    private const int Writers = 50;
    private const int Increments = 4;
    private const int Objects = 10;

    [Fact]
    public async Task FiftyWriters_LoseNoUpdate()
    {
        await using var console = new ConsoleFactory();
        await console.ReadyAsync();
        HttpClient admin = console.As(Roles.Admin);
        for (int number = 0; number < Objects; number++)
            Assert.Equal(HttpStatusCode.Created, (await admin.WriteAsync("PUT", $"/track-files/f{number}", $$"""{"name":"f{{number}}","path":"/run/f","weight":0}""", null, ("If-None-Match", "*"))).StatusCode);

        int[] conflicts = await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(() => IncrementAsync(admin, $"/track-files/f{writer % Objects}"))));

        int sum = 0;
        foreach (JsonElement file in (await admin.GetJsonAsync(Writes.Base + "/track-files")).GetProperty("items").EnumerateArray())
        {
            Assert.Equal(Writers / Objects * Increments, file.GetProperty("weight").GetInt32());
            sum += file.GetProperty("weight").GetInt32();
        }

        Assert.Equal(200, sum);
        Assert.Equal(1 + Objects + 200, (await admin.GetJsonAsync(Writes.Base + "/revisions?limit=1")).GetProperty("items")[0].GetProperty("revision").GetInt64());
        // Some did meet; otherwise this would prove nothing.
        Assert.True(conflicts.Sum() > 0);
    }

    private static async Task<int> IncrementAsync(HttpClient admin, string path)
    {
        int conflicts = 0;
        for (int done = 0; done < Increments;)
        {
            using HttpResponseMessage read = await admin.GetAsync(Writes.Base + path);
            int weight = (await read.JsonAsync()).GetProperty("weight").GetInt32();
            using HttpResponseMessage written = await admin.WriteAsync("PATCH", path, $$"""{"weight":{{weight + 1}}}""", read.Headers.ETag!.ToString());
            if (written.StatusCode == HttpStatusCode.OK)
            {
                done++;
                continue;
            }

            Assert.Equal(HttpStatusCode.PreconditionFailed, written.StatusCode);
            conflicts++;
        }

        return conflicts;
    }
}
