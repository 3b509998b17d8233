namespace KeepaliveConsole.Data.Backups;

/// <summary>Reads the passphrase of backups from its file.</summary>
internal static class BackupPassphrase
{
    /// <summary>Fewest characters.</summary>
    public const int Shortest = 12;

    /// <summary>The passphrase, or why there is none, as one sentence. White space around it does not count: editors end a file with a line break.</summary>
    public static (string? Passphrase, string? Problem) Read(string path)
    {
        try
        {
            if ((File.GetUnixFileMode(path) & (UnixFileMode.OtherRead | UnixFileMode.OtherWrite)) != 0)
                return (null, $"The passphrase file {path} may be read or written by everybody: chmod 600 it, then try again.");
            string passphrase = File.ReadAllText(path).Trim();
            return passphrase.Length < Shortest
                ? (null, $"The passphrase in {path} is shorter than {Shortest} characters: use a longer one.")
                : (passphrase, null);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return (null, $"The passphrase file {path} cannot be read ({exception.Message.TrimEnd('.')}): make it, with mode 0600, or name another.");
        }
    }
}
