using System.Diagnostics;
using System.Text.RegularExpressions;
using KeepaliveConsole.Engine;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.KeepalivedConf;
using KeepaliveConsole.Engine.KeepalivedConf.Export;
using KeepaliveConsole.Engine.TestKit.Definitions;
using KeepaliveConsole.System.Tests.Rig;

namespace KeepaliveConsole.System.Tests.Interop;

/// <summary>keepalived itself as judge of exported files: what its own test of a configuration finds nothing in is a keepalived.conf.</summary>
[Collection(InteropCollection.Name)]
public sealed partial class ExportTests : IDisposable
{
    private readonly NetworkRig _rig = new();
    private readonly RigNode _machine;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kc-export-");

    public ExportTests()
    {
        _machine = _rig.AddNode("k", "10.0.0.1/8");
        // Interfaces that files name must be there, or keepalived has something to say about that instead.
        _machine.Wire("eth1", "10.64.0.1/24");
        _machine.Wire("eth2", "10.65.0.1/24");
    }

    public void Dispose()
    {
        _rig.Dispose();
        _folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("director.conf")]
    [InlineData("marks.conf")]
    [InlineData("tracked.conf")]
    [InlineData("balancing.conf")]
    public void Samples_AreAcceptedAsTheyWereBefore(string name)
    {
        string path = Path.Combine(AppContext.BaseDirectory, "Samples", name);
        string before = File.ReadAllText(path);
        ConfImportResult read = ConfImport.Read(path, new OneText(before), null, "lb1");
        string after = KeepalivedConfExport.Write(read.Definition, read.Definition.Nodes[0].Name, withSecrets: true).Text;
        IReadOnlyList<string> known = Findings(before);
        Assert.Equal([], Findings(after).Where(finding => !known.Contains(finding)));
    }

    [Fact]
    public void FiftyGeneratedDefinitions_AreAccepted()
    {
        List<string> all = [];
        for (int seed = 1; seed <= 50; seed++)
        {
            ClusterDefinition definition = OldDefinitions.Known(new RandomDefinitions(seed, withMore: seed % 2 == 0).Next());
            string text = KeepalivedConfExport.Write(definition, "lb1", withSecrets: true).Text;
            all.AddRange(Findings(text).Select(finding => $"seed {seed}: {finding}"));
        }

        Assert.Equal([], all);
    }

    /// <summary>What keepalived says of a file, each line without its position; empty = it accepts it. Its exit code tells nothing when a file names scripts.</summary>
    private IReadOnlyList<string> Findings(string text)
    {
        string file = Path.Combine(_folder.FullName, "keepalived.conf");
        string log = Path.Combine(_folder.FullName, "found.txt");
        File.WriteAllText(file, text);
        var start = new ProcessStartInfo("ip", ["netns", "exec", _machine.Namespace, "keepalived", $"--config-test={log}", "--use-file", file]) { RedirectStandardError = true, RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        process.StandardOutput.ReadToEnd();
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(File.Exists(log) || process.ExitCode is 0 or 143, $"keepalived ended with {process.ExitCode}");
        string[] lines = File.Exists(log) ? File.ReadAllLines(log) : [];
        File.Delete(log);
        return [.. lines.Where(line => !OfMeaning().IsMatch(line)).Select(line => Place().Replace(line, ""))];
    }

    // It says what it makes of a combination that it accepts; the same words in a file written by hand get the same remark.
    [GeneratedRegex("SECURITY VIOLATION|promote_secondaries is automatically set|ignoring tracked|cannot track route|Cannot have weighted track|requires vmac_xmit_base|Setting router_id|no preference specified|is deprecated")]
    private static partial Regex OfMeaning();

    [GeneratedRegex(@"Line \d+\) |\(\S*?: ")]
    private static partial Regex Place();

    private sealed class OneText(string text) : IConfSource
    {
        public string? Read(string path, out Sentence? problem)
        {
            problem = null;
            return text;
        }

        public IReadOnlyList<string> Match(string pattern, string includingFile) => [];
    }
}
