using KeepaliveConsole.System.Tests.Uml;
using Xunit.Abstractions;

namespace KeepaliveConsole.System.Tests.Director;

/// <summary>The published console as director in a kernel with IPVS: real packets by NAT and direct routing.</summary>
[Collection(SystemCollection.Name)]
public sealed class IpvsDirectorTests(ITestOutputHelper output)
{
    [Fact]
    public void PublishedConsole_DirectsTrafficThroughIpvs_AndTakesOutAKilledRealServer()
    {
        string publish = Path.Combine(Checkout.Root, "artifacts/publish-test");
        string folder = Directory.CreateTempSubdirectory("kctest-ipvs-").FullName;
        try
        {
            Command.Run("bash", Path.Combine(Checkout.Root, "run.sh"), "publish", publish);
            UmlResult result = UmlRunner.Run(
                ["bash", Path.Combine(Checkout.Root, "tests/System.Tests/Director/ipvs-director.sh"), Path.Combine(publish, "keepalive-console"), Path.Combine(Checkout.Root, "lab/real-server.pl"), "/run/w"],
                TimeSpan.FromMinutes(7), "768M", folder);
            output.WriteLine(result.Output + result.Trouble);

            string[] lines = result.Output.Split('\n');
            Assert.DoesNotContain(lines, line => line.StartsWith("FAIL", StringComparison.Ordinal));
            Assert.Equal(14, lines.Count(line => line.StartsWith("ok ", StringComparison.Ordinal)));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
