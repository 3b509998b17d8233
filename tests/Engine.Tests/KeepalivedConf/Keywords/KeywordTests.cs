using System.Runtime.CompilerServices;
using KeepaliveConsole.Engine.KeepalivedConf;
using KeepaliveConsole.Engine.KeepalivedConf.Import;

namespace KeepaliveConsole.Engine.Tests.KeepalivedConf.Keywords;

/// <summary>Nothing that keepalived knows of VRRP falls through, and the list, the importer and the document say the same of each word.</summary>
public sealed class KeywordTests
{
    private static readonly Dictionary<string, (IEnumerable<string> Names, Func<string, KeywordTreatment?> TreatmentOf)> s_tables = new(StringComparer.Ordinal)
    {
        ["(root)"] = (RootBlock.Keywords, RootBlock.Keywords.TreatmentOf),
        ["global_defs"] = (GlobalBlock.Keywords, GlobalBlock.Keywords.TreatmentOf),
        ["vrrp_sync_group"] = (SyncGroupDraft.Keywords, SyncGroupDraft.Keywords.TreatmentOf),
        ["vrrp_instance"] = (InstanceBlock.Keywords, InstanceBlock.Keywords.TreatmentOf),
        ["vrrp_instance/authentication"] = (InstanceBlock.Authentication, InstanceBlock.Authentication.TreatmentOf),
        ["vrrp_script"] = (TrackScriptDraft.Keywords, TrackScriptDraft.Keywords.TreatmentOf),
        ["vrrp_track_process"] = (TrackProcessDraft.Keywords, TrackProcessDraft.Keywords.TreatmentOf),
        ["track_file"] = (TrackFileDraft.Keywords, TrackFileDraft.Keywords.TreatmentOf),
        ["vrrp_track_file"] = (TrackFileDraft.Keywords, TrackFileDraft.Keywords.TreatmentOf),
    };

    // In the root table too, but not of VRRP.
    private static readonly string[] s_balancing = ["virtual_server"];

    [Fact]
    public void List_IsWhole() => Assert.Equal(
        [
            ("(root)", 22), ("global_defs", 140), ("vrrp_sync_group", 15), ("vrrp_instance", 70), ("vrrp_instance/authentication", 2), ("vrrp_script", 8), ("vrrp_track_process", 9),
            ("track_file", 3), ("vrrp_track_file", 3),
        ],
        KeywordList.All.GroupBy(row => row.Block).Select(block => (block.Key, block.Count())));

    [Fact]
    public void Importer_TreatsEachKeywordAsListed() => Assert.Empty(KeywordList.All
        .Where(row => Text(s_tables[row.Block].TreatmentOf(row.Keyword)) != row.Treatment)
        .Select(row => $"{row.Block} {row.Keyword}: listed {row.Treatment}, is {Text(s_tables[row.Block].TreatmentOf(row.Keyword))}"));

    [Fact]
    public void Importer_KnowsNoKeywordThatKeepalivedDoesNot() => Assert.Empty(s_tables
        .SelectMany(table => table.Value.Names.Except(s_balancing).Except(KeywordList.All.Where(row => row.Block == table.Key).Select(row => row.Keyword)).Select(name => $"{table.Key} {name}")));

    [Fact]
    public void Import_OfEachKeywordThatIsNotImported_SaysSoOnceAndNothingElse()
    {
        foreach ((string block, string keyword, string treatment) in KeywordList.All.Where(row => row.Treatment != "imported"))
        {
            string text = block == "(root)" ? $"{keyword} x {{\n y z\n}}" : $"{block} {(block == "global_defs" ? "" : "A ")}{{\n{keyword} x\n}}";
            ConfDiagnostic[] said = [.. TextSource.Import(text).Diagnostics.Where(diagnostic => diagnostic.Severity != ConfSeverity.Error)];

            ConfDiagnostic one = Assert.Single(said);
            Assert.StartsWith(treatment == "no-effect" ? $"{keyword} has no effect here: " : $"{keyword} is not supported: ", one.Message, StringComparison.Ordinal);
            Assert.Equal(treatment == "no-effect" ? ConfSeverity.Note : ConfSeverity.Warning, one.Severity);
        }
    }

    [Fact]
    public void Document_NamesEachKeywordUnderItsTreatment()
    {
        string document = File.ReadAllText(Path.Combine(Repository(), "docs", "compatibility.md"));
        foreach (string treatment in (string[])["imported", "no-effect", "not-supported"])
        {
            string start = $"<!-- {treatment} -->";
            int from = document.IndexOf(start, StringComparison.Ordinal);
            Assert.True(from >= 0, start);
            int end = document.IndexOf("<!-- end -->", from, StringComparison.Ordinal);
            HashSet<string> named = [.. document[from..end].Split([' ', ',', '\n', '`', '(', ')', ':', '*', ';', '.', '|'], StringSplitOptions.RemoveEmptyEntries)];

            Assert.Empty(KeywordList.All.Where(row => row.Treatment == treatment && !named.Contains(row.Keyword)).Select(row => $"{treatment}: {row.Block} {row.Keyword}"));
        }
    }

    private static string Text(KeywordTreatment? treatment) => treatment switch
    {
        KeywordTreatment.Imported => "imported",
        KeywordTreatment.NoEffect => "no-effect",
        KeywordTreatment.NotSupported => "not-supported",
        _ => "unknown",
    };

    private static string Repository([CallerFilePath] string path = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "..", "..", "..", ".."));
}
