using KeepaliveConsole.Engine.KeepalivedConf;

namespace KeepaliveConsole.Engine.Hosting;

/// <summary>
/// keepalived.conf files on disk. Include lines are globs as keepalived expands them: <c>*</c>, <c>?</c>, <c>[a-z]</c> and
/// <c>{a,b}</c>, relative to the folder of the including file as it was named. Wildcards skip names that start with a dot
/// and match folders only where the pattern goes on; nothing is searched recursively, so a link back to a parent folder cannot loop.
/// </summary>
public sealed class DiskConfSource : IConfSource
{
    /// <summary>Largest file that is read, in characters: 4 million. A definition is far smaller; a device file never ends.</summary>
    public const int LargestFile = 4_000_000;

    /// <inheritdoc />
    public string? Read(string path, out Sentence? problem)
    {
        problem = null;
        try
        {
            if (Directory.Exists(path))
            {
                problem = $"it is a folder; name a file, or a pattern such as conf.d/*.conf";
                return null;
            }

            using var reader = new StreamReader(path);
            char[] buffer = new char[LargestFile + 1];
            int length = reader.ReadBlock(buffer, 0, buffer.Length);
            if (length <= LargestFile) return new string(buffer, 0, length);
            problem = $"it is longer than {LargestFile} characters; a keepalived.conf never is";
        }
        catch (FileNotFoundException)
        {
            problem = $"there is no such file";
        }
        catch (DirectoryNotFoundException)
        {
            problem = $"there is no such folder";
        }
        catch (UnauthorizedAccessException)
        {
            problem = $"permission denied; the user of this process must be able to read it";
        }
        catch (IOException error)
        {
            problem = Sentence.Verbatim(error.Message);
        }

        return null;
    }

    /// <inheritdoc />
    public IReadOnlyList<string> Match(string pattern, string includingFile)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        string folder = Path.GetDirectoryName(includingFile) ?? "";
        var found = new SortedSet<string>(StringComparer.Ordinal);
        foreach (string alternative in ConfGlob.ExpandBraces(pattern)) Walk(alternative, folder, found);
        return [.. found];
    }

    private static void Walk(string pattern, string folder, SortedSet<string> found)
    {
        string[] segments = pattern.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (segments.Length == 0) return;
        List<string> places = [pattern.StartsWith('/') ? "/" : folder];
        for (int i = 0; i < segments.Length; i++)
        {
            bool last = i == segments.Length - 1;
            places = [.. places.SelectMany(place => Step(place, segments[i], last))];
        }

        foreach (string place in places) found.Add(place);
    }

    private static IEnumerable<string> Step(string place, string segment, bool last)
    {
        if (!ConfGlob.HasWildcard(segment))
        {
            string path = Path.Combine(place, ConfGlob.Unescape(segment));
            return (last ? IsFile(path) : Directory.Exists(path)) ? [path] : [];
        }

        try
        {
            return [.. Directory.EnumerateFileSystemEntries(place.Length == 0 ? "." : place)
                .Select(entry => Path.GetFileName(entry))
                .Where(name => ConfGlob.Matches(segment, name))
                .Select(name => Path.Combine(place, name))
                .Where(path => last ? IsFile(path) : Directory.Exists(path))];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    // A link whose target is missing counts: reading it then says so, instead of leaving it out silently.
    private static bool IsFile(string path) => !Directory.Exists(path) && (File.Exists(path) || new FileInfo(path).LinkTarget is not null);
}
