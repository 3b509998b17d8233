using System.Runtime.CompilerServices;
using KeepaliveConsole.Engine.KeepalivedConf;
using KeepaliveConsole.Engine.KeepalivedConf.Import;

namespace KeepaliveConsole.Engine.Tests.KeepalivedConf.Keywords;

/// <summary>Nothing that keepalived knows outside BFD falls through, and the list, the importer and the document say the same of each word.</summary>
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
        ["SSL"] = (RootBlock.Ssl, RootBlock.Ssl.TreatmentOf),
        ["virtual_server"] = (ServiceBlock.Keywords, ServiceBlock.Keywords.TreatmentOf),
        ["virtual_server/real_server"] = (RealServerBlock.Keywords, RealServerBlock.Keywords.TreatmentOf),
        ["virtual_server/real_server/MISC_CHECK"] = (Check("MISC_CHECK"), Check("MISC_CHECK").TreatmentOf),
        ["virtual_server/real_server/SMTP_CHECK"] = (Check("SMTP_CHECK"), Check("SMTP_CHECK").TreatmentOf),
        ["virtual_server/real_server/SMTP_CHECK/host"] = (CheckBlock.SmtpHost, CheckBlock.SmtpHost.TreatmentOf),
        ["virtual_server/real_server/TCP_CHECK"] = (Check("TCP_CHECK"), Check("TCP_CHECK").TreatmentOf),
        ["virtual_server/real_server/PING_CHECK"] = (Check("PING_CHECK"), Check("PING_CHECK").TreatmentOf),
        ["virtual_server/real_server/UDP_CHECK"] = (Check("UDP_CHECK"), Check("UDP_CHECK").TreatmentOf),
        ["virtual_server/real_server/HTTP_GET"] = (Check("HTTP_GET"), Check("HTTP_GET").TreatmentOf),
        ["virtual_server/real_server/HTTP_GET/url"] = (UrlBlock.Plain, UrlBlock.Plain.TreatmentOf),
        ["virtual_server/real_server/SSL_GET"] = (Check("SSL_GET"), Check("SSL_GET").TreatmentOf),
        ["virtual_server/real_server/SSL_GET/url"] = (UrlBlock.Secure, UrlBlock.Secure.TreatmentOf),
        ["virtual_server/real_server/DNS_CHECK"] = (Check("DNS_CHECK"), Check("DNS_CHECK").TreatmentOf),
        ["virtual_server/real_server/FILE_CHECK"] = (Check("FILE_CHECK"), Check("FILE_CHECK").TreatmentOf),
    };

    // Known where keepalived does not know it, because files hold it: read with a note.
    private static readonly string[] s_more = ["virtual_server/real_server/TCP_CHECK nb_get_retry"];

    [Fact]
    public void List_IsWhole() => Assert.Equal(
        [
            ("(root)", 25), ("global_defs", 140), ("vrrp_sync_group", 15), ("vrrp_instance", 70), ("vrrp_instance/authentication", 2), ("vrrp_script", 8), ("vrrp_track_process", 9),
            ("track_file", 3), ("vrrp_track_file", 3),
            ("SSL", 4),
            ("virtual_server", 39),
            ("virtual_server/real_server", 26),
            ("virtual_server/real_server/MISC_CHECK", 10),
            ("virtual_server/real_server/SMTP_CHECK", 15),
            ("virtual_server/real_server/SMTP_CHECK/host", 13),
            ("virtual_server/real_server/TCP_CHECK", 13),
            ("virtual_server/real_server/PING_CHECK", 13),
            ("virtual_server/real_server/UDP_CHECK", 17),
            ("virtual_server/real_server/HTTP_GET", 20),
            ("virtual_server/real_server/HTTP_GET/url", 10),
            ("virtual_server/real_server/SSL_GET", 21),
            ("virtual_server/real_server/SSL_GET/url", 11),
            ("virtual_server/real_server/DNS_CHECK", 15),
            ("virtual_server/real_server/FILE_CHECK", 2),
        ],
        KeywordList.All.GroupBy(row => row.Block).Select(block => (block.Key, block.Count())));

    [Fact]
    public void Importer_TreatsEachKeywordAsListed() => Assert.Empty(KeywordList.All
        .Where(row => Text(s_tables[row.Block].TreatmentOf(row.Keyword)) != row.Treatment)
        .Select(row => $"{row.Block} {row.Keyword}: listed {row.Treatment}, is {Text(s_tables[row.Block].TreatmentOf(row.Keyword))}"));

    [Fact]
    public void Importer_KnowsNoKeywordThatKeepalivedDoesNot() => Assert.Empty(s_tables
        .SelectMany(table => table.Value.Names.Except(KeywordList.All.Where(row => row.Block == table.Key).Select(row => row.Keyword)).Select(name => $"{table.Key} {name}"))
        .Except(s_more));

    [Fact]
    public void Import_OfEachKeywordThatIsNotImported_SaysSoOnceAndNothingElse()
    {
        foreach ((string block, string keyword, string treatment) in KeywordList.All.Where(row => row.Treatment != "imported"))
        {
            // The rules say more of the services that these blocks are in; of the keyword it is said once.
            ConfDiagnostic one = Assert.Single(TextSource.Import(Inside(block, keyword)).Diagnostics,
                diagnostic => diagnostic.Message.StartsWith($"{keyword} ", StringComparison.Ordinal) || diagnostic.Message.StartsWith("not understood", StringComparison.Ordinal));
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

    private static KeywordTable<CheckDraft> Check(string name) => CheckBlock.Kinds.Single(kind => kind.Name == name).Table;

    private static string Inside(string block, string keyword)
    {
        if (block == "(root)") return $"{keyword} x {{\n y z\n}}";
        string text = keyword == "BFD_CHECK" ? $"{keyword} {{\n name x\n}}\n" : $"{keyword} x\n";
        foreach (string outer in block.Split('/').Reverse())
            text = $"{outer} {(outer is "virtual_server" or "real_server" ? "10.0.0.1 80 " : outer.StartsWith("vrrp_", StringComparison.Ordinal) || outer == "track_file" ? "A " : "")}{{\n{text}}}\n";
        return text;
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
