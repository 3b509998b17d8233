namespace KeepaliveConsole.Engine.Tests.KeepalivedConf.Keywords;

/// <summary>The keywords of keepalived and what the import makes of each, as written in keywords.txt.</summary>
internal static class KeywordList
{
    /// <summary>Block, keyword, treatment.</summary>
    public static IReadOnlyList<(string Block, string Keyword, string Treatment)> All { get; } = [.. Read()];

    private static IEnumerable<(string Block, string Keyword, string Treatment)> Read()
    {
        string block = "";
        foreach (string line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "KeepalivedConf", "Keywords", "keywords.txt")))
        {
            if (line.StartsWith('#')) continue;
            if (line.StartsWith('[')) block = line[1..^1];
            else yield return (block, line.Split(' ')[0], line.Split(' ')[1]);
        }
    }
}
