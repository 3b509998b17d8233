using KeepaliveConsole.Engine.KeepalivedConf;

namespace KeepaliveConsole.Engine.Tests.KeepalivedConf;

/// <summary>The sample files beside the tests.</summary>
internal static class SampleFiles
{
    public static readonly string[] Names = ["director.conf", "marks.conf", "tracked.conf", "everything.conf"];

    public static string Text(string name) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "KeepalivedConf", "Samples", name));

    public static ConfImportResult Import(string name, string? node = null) =>
        ConfImport.Read(name, new TextSource("").Add(name, Text(name)), node, "host-9.example.org");
}
