using KeepaliveConsole.System.Tests.Uml;
using Xunit.Abstractions;

namespace KeepaliveConsole.System.Tests.Director;

/// <summary>The published console as director in a kernel with IPVS: real packets by NAT and direct routing.</summary>
[Collection(GuestCollection.Name)]
public sealed class IpvsDirectorTests(ITestOutputHelper output)
{
    [Fact]
    public void PublishedConsole_DirectsTrafficThroughIpvs_AndTakesOutAKilledRealServer()
    {
        string folder = Directory.CreateTempSubdirectory("kctest-ipvs-").FullName;
        try
        {
            string console = Checkout.Published ?? Publish();
            UmlResult result = UmlRunner.Run(
                ["bash", Path.Combine(Checkout.Root, "tests/System.Tests/Director/ipvs-director.sh"), console, Path.Combine(Checkout.Root, "lab/real-server.pl"), "/run/w"],
                TimeSpan.FromMinutes(7), "768M", folder);
            output.WriteLine(result.Output + result.Trouble);

            string[] lines = result.Output.Split('\n');
            Assert.DoesNotContain(lines, line => line.StartsWith("FAIL", StringComparison.Ordinal));
            Assert.Equal(15, lines.Count(line => line.StartsWith("ok ", StringComparison.Ordinal)));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Publish()
    {
        string folder = Path.Combine(Checkout.Root, "artifacts/publish-test");
        Command.Run("bash", Path.Combine(Checkout.Root, "run.sh"), "publish", folder);
        return Path.Combine(folder, "keepalive-console");
    }
}
