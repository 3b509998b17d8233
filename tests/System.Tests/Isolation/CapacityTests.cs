using System.Globalization;
using System.Text;
using System.Text.Json;
using KeepaliveConsole.System.Tests.Director;
using KeepaliveConsole.System.Tests.Rig;
using Xunit.Abstractions;

namespace KeepaliveConsole.System.Tests.Isolation;

/// <summary>The largest definition the protocol allows on one interface, in a process whose heap is limited.</summary>
[Collection(NetworkCollection.Name)]
public sealed class CapacityTests(ITestOutputHelper output)
{
    private const int Instances = 255;
    private const int Addresses = 1000;

    [Fact]
    public void EveryVirtualRouterId_AThousandAddresses_FitIntoTheElectionProcess()
    {
        using var rig = new IsolationRig(Conf());
        ConsoleUnderTest console = rig.Start();
        JsonElement shown = default;
        Eventually.Holds(TimeSpan.FromSeconds(60), () =>
        {
            if (console.Status() is not { } status) return false;
            shown = status;
            return Masters(status) == Instances;
        }, () => $"{Instances} masters; last: {(shown.ValueKind == JsonValueKind.Object ? Masters(shown) : 0)}");
        WaitFor.True(() => Held(rig) == Addresses, $"{Addresses} addresses", () => $"{Held(rig)} held");
        int election = IsolationRig.ElectionOf(shown, adopted: false, restarts: 0);
        // Pictures are what takes the most memory: someone looks for a while.
        for (int looks = 0; looks < 10; looks++)
        {
            Assert.Equal(Instances, Masters(console.Status()!.Value));
            Thread.Sleep(200);
        }

        Assert.Equal([election], rig.Elections());
        long resident = ResidentMebibytes(election);
        output.WriteLine($"{resident} MiB resident");
        Assert.InRange(resident, 20, 160);
    }

    private static int Masters(JsonElement status) => status.GetProperty("vrrp").EnumerateArray().Count(each => each.GetProperty("state").GetString() == "Master");

    private static int Held(IsolationRig rig) => rig.Machine.Addresses("eth0").Count(address => address.Local.StartsWith("10.78.", StringComparison.Ordinal));

    private static long ResidentMebibytes(int process) => long.Parse(
        File.ReadLines($"/proc/{process}/status").Single(line => line.StartsWith("VmRSS:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;

    private static string Conf()
    {
        var text = new StringBuilder();
        for (int id = 1, next = 0; id <= Instances; id++)
        {
            text.Append(CultureInfo.InvariantCulture, $"vrrp_instance VI_{id} {{\n interface eth0\n virtual_router_id {id}\n priority 150\n version 3\n advert_int 0.5\n virtual_ipaddress {{\n");
            for (int last = Addresses * id / Instances; next < last; next++) text.Append(CultureInfo.InvariantCulture, $"  10.78.{next / 250}.{1 + (next % 250)}/16\n");
            text.Append(" }\n}\n");
        }

        return text.ToString();
    }
}
