using System.Text;

namespace KeepaliveConsole.Web.Tests.Api.Writing;

/// <summary>Sends writes as a program would.</summary>
internal static class Writes
{
    public const string Base = "/api/v1";

    public static Task<HttpResponseMessage> WriteAsync(this HttpClient client, string method, string path, string? json, string? ifMatch, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), Base + path);
        if (json is not null) request.Content = new StringContent(json, Encoding.UTF8, method == "PATCH" ? "application/merge-patch+json" : "application/json");
        if (ifMatch is not null) request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        foreach ((string name, string value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        return client.SendAsync(request);
    }

    public static async Task<string> TagAsync(this HttpClient client, string path)
    {
        using HttpResponseMessage response = await client.GetAsync(Base + path);
        Assert.True(response.IsSuccessStatusCode, $"{path}: {(int)response.StatusCode}");
        return response.Headers.ETag!.ToString();
    }

    /// <summary>Pointers of the entries of a problem.</summary>
    public static async Task<string[]> PointersAsync(this HttpResponseMessage response)
        => [.. (await response.JsonAsync()).GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("pointer").GetString()!)];
}
