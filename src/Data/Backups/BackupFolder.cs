using System.Globalization;
using System.Text.Json;

namespace KeepaliveConsole.Data.Backups;

/// <summary>The folder of backups: <c>console-YYYYMMDDTHHMMSSZ.db</c> or <c>….db.enc</c>, each with what is known of it in a <c>.json</c> beside it.</summary>
internal static class BackupFolder
{
    /// <summary>How names of unfinished things begin.</summary>
    public const string Scratch = ".scratch-";

    private const string Plain = ".db";
    private const string Encrypted = ".db.enc";
    private const string Form = "'console-'yyyyMMdd'T'HHmmss'Z'";

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Makes it, and removes what an interrupted attempt left a day ago or longer.</summary>
    public static void Prepare(string folder, DateTimeOffset now)
    {
        Directory.CreateDirectory(folder, PrivateFile.FolderMode);
        foreach (string left in Directory.GetFileSystemEntries(folder, Scratch + "*"))
        {
            if (now - File.GetLastWriteTimeUtc(left) < TimeSpan.FromDays(1)) continue;
            if (Directory.Exists(left)) Directory.Delete(left, recursive: true);
            else File.Delete(left);
        }
    }

    /// <summary>The file of a backup taken at <paramref name="at"/>; a second one in the same second gets the next second's name.</summary>
    public static string PathOf(string folder, DateTimeOffset at, bool encrypted)
    {
        for (DateTime time = at.UtcDateTime; ; time = time.AddSeconds(1))
        {
            string name = Path.Combine(folder, time.ToString(Form, CultureInfo.InvariantCulture));
            if (!File.Exists(name + Plain) && !File.Exists(name + Encrypted)) return name + (encrypted ? Encrypted : Plain);
        }
    }

    /// <summary>Notes what is known of a backup.</summary>
    public static void Note(string folder, StoredBackup backup)
        => PrivateFile.Replace(Path.Combine(folder, backup.Name + ".json"), JsonSerializer.Serialize(backup, s_json));

    /// <summary>All of them, newest first.</summary>
    public static IReadOnlyList<StoredBackup> List(string folder)
    {
        if (!Directory.Exists(folder)) return [];
        return [.. Directory.GetFiles(folder, "console-*").Select(Read).OfType<StoredBackup>().OrderByDescending(backup => backup.At).ThenByDescending(backup => backup.Name, StringComparer.Ordinal)];
    }

    /// <summary>Removes all but the newest <paramref name="keep"/>.</summary>
    public static void Prune(string folder, int keep)
    {
        foreach (StoredBackup old in List(folder).Skip(Math.Max(1, keep)))
        {
            File.Delete(Path.Combine(folder, old.Name));
            File.Delete(Path.Combine(folder, old.Name + ".json"));
        }
    }

    private static StoredBackup? Read(string path)
    {
        string name = Path.GetFileName(path);
        bool encrypted = name.EndsWith(Encrypted, StringComparison.Ordinal);
        string? bare = encrypted ? name[..^Encrypted.Length] : name.EndsWith(Plain, StringComparison.Ordinal) ? name[..^Plain.Length] : null;
        if (!DateTimeOffset.TryParseExact(bare, Form, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset at)) return null;
        long length = new FileInfo(path).Length;
        try
        {
            // A note that speaks of another length belongs to another file.
            if (JsonSerializer.Deserialize<StoredBackup>(File.ReadAllText(path + ".json"), s_json) is { } known && known.Name == name && known.Bytes == length) return known;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            // Without a note it is still a backup, of which nothing is known.
        }

        return new StoredBackup(name, at, length, encrypted, null, null, null);
    }
}
