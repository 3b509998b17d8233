using System.Text.Json.Nodes;
using KeepaliveConsole.Data;
using KeepaliveConsole.Data.Access;
using KeepaliveConsole.Web.Auth;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace KeepaliveConsole.Web.Tests.Api.OpenApi;

/// <summary>Whatever is sent, the answer is a problem document that says what is wrong, and never a failure of the console.</summary>
public sealed class HostileRequestTests(DescribedConsole console) : IClassFixture<DescribedConsole>
{
    private const int Requests = 5500;
    private const int Seed = 20260131;

    [Fact]
    public async Task AnyRequestWithSomethingWrong_IsAnsweredWithAProblem_NeverWithAFailure()
    {
        var requests = new HostileRequests(console.Document, await TokensAsync(), Seed);
        using HttpClient client = console.Factory.As(null);
        var faults = new List<string>();
        for (int number = 0; number < Requests && faults.Count < 25; number++)
        {
            // What one request changed must not decide what the next ones are answered.
            if (number % 500 == 0) await console.ResetAsync();
            HostileRequest hostile = requests.Next(number);
            using HttpRequestMessage request = hostile.Request;
            string where = $"#{number} {request.Method} {request.RequestUri!.OriginalString[16..Math.Min(request.RequestUri.OriginalString.Length, 160)]} with {hostile.What[..Math.Min(hostile.What.Length, 200)]}";
            try
            {
                using HttpResponseMessage response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
                if (await FaultAsync(response, hostile) is { } fault) faults.Add($"{where}: {fault}");
            }
            catch (Exception error) when (error is not OutOfMemoryException)
            {
                faults.Add($"{where}: {error.GetType().Name} {error.Message}");
            }
        }

        Assert.True(requests.Operations.Count >= 24);
        Assert.True(faults.Count == 0, string.Join("\n", faults));
    }

    private static async Task<string?> FaultAsync(HttpResponseMessage response, HostileRequest hostile)
    {
        int status = (int)response.StatusCode;
        if (hostile.Statuses.Length > 0 && !hostile.Statuses.Contains(status)) return $"answered {status}, not {string.Join(" or ", hostile.Statuses)}: {await TextAsync(response)}";
        if (status < 400) return null;
        string body = await TextAsync(response);
        if (status >= 500) return $"answered {status}: {body}";
        if (response.Content.Headers.ContentType?.MediaType != "application/problem+json") return $"answered {status} without a problem: {response.Content.Headers.ContentType} {body}";
        JsonObject problem = JsonNode.Parse(body)!.AsObject();
        if ((int?)problem["status"] != status) return $"status {status} and {problem["status"]} in the document";
        if (string.IsNullOrEmpty((string?)problem["code"]) || string.IsNullOrEmpty((string?)problem["traceId"]) || string.IsNullOrEmpty((string?)problem["detail"])) return "a problem without code, traceId or detail: " + body;
        if (problem["errors"] is not JsonArray errors) return "a problem without errors[]: " + body;
        if (status != 400) return null;
        if (hostile.AnyPointer && errors.Count == 0) return "points nowhere: " + body;
        return hostile.Pointer is { } pointer && errors.All(each => (string?)each!["pointer"] != pointer) ? $"does not point to {pointer}: {body}" : null;
    }

    private static async Task<string> TextAsync(HttpResponseMessage response)
        => response.Content.Headers.ContentType?.MediaType == "text/event-stream" ? "a stream" : await response.Content.ReadAsStringAsync();

    private async Task<Dictionary<string, string>> TokensAsync()
    {
        var tokens = new Dictionary<string, string>();
        foreach (string role in Roles.All) tokens[role] = console.Factory.TokenOf(role);
        tokens["expired"] = console.Factory.TokenOf(Roles.Admin);
        tokens["revoked"] = console.Factory.TokenOf(Roles.Admin);
        IApiTokens store = console.Factory.Services.GetRequiredService<IApiTokens>();
        ApiToken[] last = [.. (await store.ListAsync(CancellationToken.None)).TakeLast(2)];
        Assert.True(await store.RevokeAsync(last[1].Id, CancellationToken.None));
        await using AsyncServiceScope scope = console.Factory.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<ConsoleDbContext>().Database.ExecuteSqlAsync($"UPDATE ApiTokens SET ExpiresAt = CreatedAt WHERE Id = {last[0].Id}");
        return tokens;
    }
}
