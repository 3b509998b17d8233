using System.Net;
using KeepaliveConsole.Web.Settings;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;
using IPNetwork = System.Net.IPNetwork;

namespace KeepaliveConsole.Web.Composition;

/// <summary>Believes <c>X-Forwarded-For</c> and <c>X-Forwarded-Proto</c> of the proxies the settings name, and of nobody else.</summary>
internal static partial class TrustedProxies
{
    /// <summary>Puts it at the head of the pipeline; with no proxy named the headers are not looked at.</summary>
    public static void Use(WebApplication app)
    {
        ILogger log = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(TrustedProxies));
        // Without a limit on the number of hops: each of them has to be one that is trusted.
        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto, ForwardLimit = null };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (string entry in app.Services.GetRequiredService<IOptions<AccessSettings>>().Value.TrustedProxies)
        {
            if (TryRead(entry, out IPNetwork network)) options.KnownIPNetworks.Add(network);
            else LogUnreadable(log, entry);
        }

        if (options.KnownIPNetworks.Count > 0) app.UseForwardedHeaders(options);
    }

    private static bool TryRead(string entry, out IPNetwork network)
    {
        if (IPNetwork.TryParse(entry, out network)) return true;
        if (!IPAddress.TryParse(entry, out IPAddress? address)) return false;
        network = new IPNetwork(address, address.GetAddressBytes().Length * 8);
        return true;
    }

    [LoggerMessage(4221, LogLevel.Error, "Access:TrustedProxies: \"{Entry}\" is neither an address nor a network such as 10.0.0.0/8; no proxy is trusted for it.")]
    private static partial void LogUnreadable(ILogger logger, string entry);
}
