using System.Text.Json;
using KeepaliveConsole.Data;
using KeepaliveConsole.Data.Access;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace KeepaliveConsole.Web.Auth.SecondFactor;

/// <summary>How a code of a second factor was found.</summary>
internal enum FactorCheck
{
    /// <summary>Wrong, out of its time, or used before.</summary>
    Wrong,

    /// <summary>Right; it cannot be used again.</summary>
    Good,

    /// <summary>The key is encrypted with a key of the console that is lost: nobody can check it.</summary>
    Lost,
}

/// <summary>What a person needs to set up an authenticator. Shown until it is confirmed, then never again.</summary>
/// <param name="Key">The key as Base32, to be typed.</param>
/// <param name="Uri">The same as <c>otpauth://</c> address.</param>
/// <param name="RecoveryCodes">Codes that each work once in place of the authenticator's.</param>
/// <param name="ExpiresAt">Until when it can be confirmed, UTC.</param>
public sealed record Enrolment(string Key, string Uri, IReadOnlyList<string> RecoveryCodes, DateTimeOffset ExpiresAt);

/// <summary>Second factors as they are kept with the account: encrypted at rest, recovery codes as hashes only.</summary>
internal sealed class SecondFactors(UserManager<ConsoleUser> users, ConsoleDbContext context, TimeProvider time)
{
    /// <summary>Time to confirm an authenticator after it was set up: 15 minutes.</summary>
    public static readonly TimeSpan TimeToConfirm = TimeSpan.FromMinutes(15);

    private const string Provider = "keepalive-console";
    private const string Factor = "totp";
    private const string Pending = "totp-pending";

    /// <summary>Makes a key and recovery codes, in place of ones that were not confirmed. Nothing is asked for at sign-in until they are.</summary>
    public async Task<Enrolment> BeginAsync(ConsoleUser user)
    {
        var pending = new PendingFactor(Base32.Encode(Totp.CreateKey()), RecoveryCodes.Create(), time.GetUtcNow() + TimeToConfirm);
        await SaveAsync(user, Pending, pending).ConfigureAwait(false);
        return Show(user, pending);
    }

    /// <summary>What waits to be confirmed; null = nothing, or no longer.</summary>
    public async Task<Enrolment?> FindPendingAsync(ConsoleUser user)
        => await LoadAsync<PendingFactor>(user, Pending).ConfigureAwait(false) is { Found: { } pending } && pending.Until > time.GetUtcNow() ? Show(user, pending) : null;

    /// <summary>Confirms with a code of the authenticator; from then on sign-in asks for one. False = wrong code, or nothing to confirm.</summary>
    public async Task<bool> ConfirmAsync(ConsoleUser user, string code)
    {
        DateTimeOffset now = time.GetUtcNow();
        if (await LoadAsync<PendingFactor>(user, Pending).ConfigureAwait(false) is not { Found: { } pending } || pending.Until <= now) return false;
        if (Totp.Verify(Base32.Decode(pending.Key)!, code, now, -1) is not { } step) return false;
        await SaveAsync(user, Factor, new StoredFactor(pending.Key, step, [.. pending.Codes.Select(RecoveryCodes.Hash)])).ConfigureAwait(false);
        await users.RemoveAuthenticationTokenAsync(user, Provider, Pending).ConfigureAwait(false);
        return (await users.SetTwoFactorEnabledAsync(user, true).ConfigureAwait(false)).Succeeded;
    }

    /// <summary>Checks a code of the authenticator, or a recovery code, and uses it up. Of two at the same moment one is refused.</summary>
    public async Task<FactorCheck> VerifyAsync(ConsoleUser user, string code)
    {
        (StoredFactor? stored, bool lost) = await LoadAsync<StoredFactor>(user, Factor).ConfigureAwait(false);
        if (lost || stored is null) return FactorCheck.Lost;
        if (Next(stored, code) is not { } next) return FactorCheck.Wrong;
        return await SaveAsync(user, Factor, next).ConfigureAwait(false) ? FactorCheck.Good : FactorCheck.Wrong;
    }

    /// <summary>Recovery codes that are left.</summary>
    public async Task<int> CodesLeftAsync(ConsoleUser user)
        => (await LoadAsync<StoredFactor>(user, Factor).ConfigureAwait(false)).Found?.Codes.Length ?? 0;

    /// <summary>Takes the second factor away, also one that can no longer be read.</summary>
    public async Task<bool> RemoveAsync(ConsoleUser user)
    {
        await context.UserTokens.Where(token => token.UserId == user.Id && token.LoginProvider == Provider).ExecuteDeleteAsync().ConfigureAwait(false);
        return (await users.SetTwoFactorEnabledAsync(user, false).ConfigureAwait(false)).Succeeded;
    }

    private StoredFactor? Next(StoredFactor stored, string code)
    {
        if (RecoveryCodes.LooksLike(code)) return RecoveryCodes.Use(stored.Codes, code) is { } rest ? stored with { Codes = rest } : null;
        return Totp.Verify(Base32.Decode(stored.Key)!, code, time.GetUtcNow(), stored.LastStep) is { } step ? stored with { LastStep = step } : null;
    }

    private static Enrolment Show(ConsoleUser user, PendingFactor pending)
        => new(pending.Key, Totp.Uri(Base32.Decode(pending.Key)!, "KeepaliveConsole", user.UserName!), pending.Codes, pending.Until);

    private async Task<bool> SaveAsync<T>(ConsoleUser user, string name, T value)
        => (await users.SetAuthenticationTokenAsync(user, Provider, name, JsonSerializer.Serialize(value)).ConfigureAwait(false)).Succeeded;

    private async Task<(T? Found, bool Lost)> LoadAsync<T>(ConsoleUser user, string name)
        where T : class
    {
        string? text = await users.GetAuthenticationTokenAsync(user, Provider, name).ConfigureAwait(false);
        if (text is null) return (null, false);
        // What cannot be decrypted reads as the mask.
        return text is ['{', ..] ? (JsonSerializer.Deserialize<T>(text), false) : (null, true);
    }

    private sealed record StoredFactor(string Key, long LastStep, string[] Codes);

    private sealed record PendingFactor(string Key, string[] Codes, DateTimeOffset Until);
}
