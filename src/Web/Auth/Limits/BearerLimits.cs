using System.Security.Cryptography;
using System.Text;
using KeepaliveConsole.Web.Settings;
using Microsoft.Extensions.Options;

namespace KeepaliveConsole.Web.Auth.Limits;

/// <summary>
/// Bounds what wrong tokens may cost: by address, and by how the token begins, so that guesses at one token from many addresses count
/// together. A token that was good before is looked up whatever others do, so nobody can lock a working program out.
/// </summary>
internal sealed class BearerLimits(TimeProvider time, IOptions<AccessSettings> settings)
{
    private const int PrefixLength = 11; // "kc_" and 8 characters: 48 of 256 bits
    private readonly WindowLimit _addresses = new(time, settings.Value.TokenFailuresPerMinute, TimeSpan.FromMinutes(1));
    private readonly WindowLimit _prefixes = new(time, settings.Value.TokenFailuresPerMinute, TimeSpan.FromMinutes(1));
    private readonly HashSet<string> _good = [];
    private readonly Lock _gate = new();

    /// <summary>Refuse without a look into the database?</summary>
    public bool IsShut(string secret, string address)
    {
        if (!_addresses.IsOver(address)) return false;
        lock (_gate) return !_good.Contains(Fingerprint(secret));
    }

    /// <summary>Remembers a token that was good. As many are kept as a console could have; then the memory starts anew.</summary>
    public void Succeeded(string secret)
    {
        lock (_gate)
        {
            if (_good.Count >= WindowLimit.MostKeys) _good.Clear();
            _good.Add(Fingerprint(secret));
        }
    }

    /// <summary>Counts a wrong token; true = answer 429.</summary>
    public bool Failed(string secret, string address)
    {
        lock (_gate) _good.Remove(Fingerprint(secret));
        bool address429 = _addresses.Count(address);
        bool prefix429 = _prefixes.Count(secret.Length > PrefixLength ? secret[..PrefixLength] : secret);
        return address429 || prefix429;
    }

    private static string Fingerprint(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}
