using System.Globalization;
using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.Vrrp.Recording;

/// <summary>Outputs of the election as short text, so that a trace or a test shows exactly what was asked for and in which order.</summary>
public static class VrrpOutputText
{
    /// <summary>All outputs in order, joined by <c>"; "</c>. Times are milliseconds since <see cref="MonotonicTime.Zero"/>.</summary>
    public static string Of(IEnumerable<VrrpOutput> outputs) => string.Join("; ", outputs.Select(Of));

    /// <summary>One output, such as <c>send 100</c> or <c>timer 3609.375</c>.</summary>
    public static string Of(VrrpOutput output) => output.Kind switch
    {
        VrrpOutputKind.SendAdvertisement => $"send {output.Priority}",
        VrrpOutputKind.AddAddresses => $"add {Addresses(output)} {Lease(output)}",
        VrrpOutputKind.RemoveAddresses => $"remove {Addresses(output)}",
        VrrpOutputKind.RenewAddresses => $"renew {Addresses(output)} {Lease(output)}",
        VrrpOutputKind.AddRouting => $"route {Routing(output)}",
        VrrpOutputKind.RemoveRouting => $"unroute {Routing(output)}",
        VrrpOutputKind.Announce => $"announce {Addresses(output)} x{output.Repeat}",
        VrrpOutputKind.SetTimer => output.Deadline is { } at ? $"timer {Milliseconds(at)}" : "timer none",
        VrrpOutputKind.PublishTransition => $"{output.Transition!.From} to {output.Transition.To} ({output.Transition.Cause})",
        _ => throw new ArgumentOutOfRangeException(nameof(output), output.Kind, "Unknown output."),
    };

    /// <summary>Milliseconds with as many decimals as it takes.</summary>
    public static string Milliseconds(MonotonicTime time) => (time.Nanoseconds / 1_000_000m).ToString("0.######", CultureInfo.InvariantCulture);

    private static string Addresses(VrrpOutput output) => string.Join(",", output.Addresses.Select((VirtualAddressDefinition address) => address.ToString()));

    private static string Routing(VrrpOutput output) =>
        string.Join(", ", output.Routes.Select((VirtualRouteDefinition route) => route.ToString()).Concat(output.Rules.Select((VirtualRuleDefinition rule) => rule.ToString())));

    private static string Lease(VrrpOutput output) => output.LeaseSeconds is { } seconds ? $"lease {seconds} s" : "no lease";
}
