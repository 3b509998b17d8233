using Microsoft.AspNetCore.Antiforgery;

namespace KeepaliveConsole.Web.Auth;

/// <summary>Fields of the forms of <c>/setup</c> and <c>/sign-in</c>; missing ones are empty.</summary>
/// <param name="IsGenuine">Does it carry the antiforgery token of this browser? When not, nothing else of it was read.</param>
/// <param name="Token">Setup token.</param>
/// <param name="User">User name, without blanks around it.</param>
/// <param name="Password">Password.</param>
/// <param name="Repeat">The password again; null = the form has no such field.</param>
/// <param name="ReturnUrl">Where to go afterwards; a path of this site, or null.</param>
internal sealed record AccessForm(bool IsGenuine, string Token, string User, string Password, string? Repeat, string? ReturnUrl)
{
    private static readonly AccessForm s_foreign = new(false, "", "", "", null, null);

    /// <summary>Reads the form. The framework's own binding would answer a foreign form with a bare 400; a person whose form grew old wants to be told.</summary>
    public static async ValueTask<AccessForm> BindAsync(HttpContext context)
    {
        if (!context.Request.HasFormContentType) return s_foreign;
        var antiforgery = context.RequestServices.GetRequiredService<IAntiforgery>();
        if (!await antiforgery.IsRequestValidAsync(context).ConfigureAwait(false)) return s_foreign;
        IFormCollection form = await context.Request.ReadFormAsync(context.RequestAborted).ConfigureAwait(false);
        string? returnUrl = form["returnUrl"];
        return new AccessForm(true, form["token"].ToString(), form["user"].ToString().Trim(), form["password"].ToString(),
            form.TryGetValue("repeat", out var repeat) ? repeat.ToString() : null, LocalPath.Is(returnUrl) ? returnUrl : null);
    }

    /// <inheritdoc />
    public override string ToString() => $"form of {User}";
}
