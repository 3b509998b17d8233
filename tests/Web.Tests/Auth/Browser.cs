using System.Net;
using System.Text.RegularExpressions;
using KeepaliveConsole.Web.Tests.Api;
using Microsoft.AspNetCore.Mvc.Testing;

namespace KeepaliveConsole.Web.Tests.Auth;

/// <summary>A person's browser without scripts: keeps cookies, sends forms with their antiforgery token, follows no redirect.</summary>
internal sealed partial class Browser(ConsoleFactory console) : IDisposable
{
    public HttpClient Client { get; } = console.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false });

    /// <summary>Sends the form of <paramref name="page"/> to <paramref name="action"/>; answers the status and where it leads.</summary>
    public async Task<(int Status, string? Location)> SubmitAsync(string page, string action, params (string Name, string Value)[] fields)
    {
        string html = await Client.GetStringAsync(page);
        var form = fields.ToDictionary(field => field.Name, field => field.Value);
        form["__RequestVerificationToken"] = WebUtility.HtmlDecode(Token().Match(html).Groups[1].Value);
        using HttpResponseMessage response = await Client.PostAsync(action, new FormUrlEncodedContent(form));
        return ((int)response.StatusCode, response.Headers.Location?.OriginalString);
    }

    public Task<(int Status, string? Location)> SignInAsync(string user, string password, string returnUrl = "/")
        => SubmitAsync("/sign-in", "/auth/sign-in", ("user", user), ("password", password), ("returnUrl", returnUrl));

    public Task<(int Status, string? Location)> SetUpAsync(string token, string user, string password)
        => SubmitAsync("/setup", "/auth/setup", ("token", token), ("user", user), ("password", password));

    public void Dispose() => Client.Dispose();

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
