namespace KeepaliveConsole.Data.Tests;

/// <summary>Folders for data that need not outlive the power: in memory where there is plenty, as every change there waits for no disk.</summary>
internal static class Scratch
{
    private const string Memory = "/dev/shm";
    private const long Plenty = 2L * 1024 * 1024 * 1024;

    private static readonly bool s_inMemory = Directory.Exists(Memory) && new DriveInfo(Memory).AvailableFreeSpace > Plenty;

    /// <summary>A new folder for this user alone; whoever asks removes it.</summary>
    public static string Make(string prefix)
    {
        if (!s_inMemory) return Directory.CreateTempSubdirectory(prefix).FullName;
        string path = Path.Combine(Memory, $"{prefix}{Guid.NewGuid():N}");
        Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }
}
