namespace KeepaliveConsole.Data.Opening;

/// <summary>The sentence for a data directory that does not take files.</summary>
internal static class DirectoryFailure
{
    public static DatabaseOpening.Failed NotWritable(string directory, Exception exception)
        => new(DatabaseProblem.DirectoryNotWritable,
            $"The data directory {directory} cannot be written ({exception.Message.TrimEnd('.')}): make it a folder that this user may write, or name another with --data.");
}
