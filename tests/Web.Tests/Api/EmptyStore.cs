using KeepaliveConsole.Data;
using KeepaliveConsole.Data.Opening;
using KeepaliveConsole.Data.Protection;
using KeepaliveConsole.Data.Tests;
using KeepaliveConsole.Web.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;

namespace KeepaliveConsole.Web.Tests.Api;

/// <summary>
/// The database as a console makes it at its first start, made once for all tests: each of them would run every migration otherwise. Consoles that begin with no
/// database at all are started by the tests of the commands, which run the executable.
/// </summary>
internal static class EmptyStore
{
    private static readonly Lazy<byte[]> s_file = new(() => MakeAsync().GetAwaiter().GetResult());

    /// <summary>Lays the database into a data directory, as private as a console's.</summary>
    public static void CopyTo(string dataDirectory)
    {
        using var file = new FileStream(Path.Combine(dataDirectory, "console.db"), new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
        file.Write(s_file.Value);
    }

    private static async Task<byte[]> MakeAsync()
    {
        string directory = Scratch.Make("kc-empty-");
        try
        {
            var options = new ConsoleDataOptions { DataDirectory = directory };
            await using (ServiceProvider services = new ServiceCollection().AddConsoleData(options).AddSingleton<ISecretProtector>(SharedProtector.Instance).BuildServiceProvider())
                Assert.IsType<DatabaseOpening.Opened>(await services.GetRequiredService<IConsoleDatabase>().OpenAsync(CancellationToken.None));
            Assert.False(File.Exists($"{options.DatabasePath}-wal"));
            return await File.ReadAllBytesAsync(options.DatabasePath);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }
}
