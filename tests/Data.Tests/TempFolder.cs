namespace KeepaliveConsole.Data.Tests;

/// <summary>A folder of its own for one test, removed at its end.</summary>
public sealed class TempFolder : IDisposable
{
    public string Path { get; } = Scratch.Make("keepalive-data-");

    /// <summary>A path inside that does not exist yet.</summary>
    public string Data => System.IO.Path.Combine(Path, "data");

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
