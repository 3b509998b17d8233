using System.Reflection;
using System.Runtime.CompilerServices;
using KeepaliveConsole.Engine.Hosting;

namespace KeepaliveConsole.Web.Cli;

/// <summary>
/// <c>election</c>: this executable as an election process. The console starts it; it is no command for people and not in the help.
/// Names nothing of ASP.NET, so that none of it is loaded.
/// </summary>
internal static class ElectionCommand
{
    /// <summary>Its name on the command line.</summary>
    public const string Name = "election";

    /// <summary>Version of the product.</summary>
    public static string Version { get; } = typeof(ElectionCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    /// <summary>Is this process the console's own executable, which can be started once more? Not so in the host of a test.</summary>
    public static bool IsThisProgram => Assembly.GetEntryAssembly() == typeof(ElectionCommand).Assembly && Environment.ProcessPath is not null;

    /// <summary>Runs it.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int Run(string[] arguments) => ElectionProcess.Run(arguments[1..], Version);

    /// <summary>How this executable is started as an election process for a data directory; null when it cannot be.</summary>
    /// <param name="directory">The data directory.</param>
    /// <param name="isExpected">As <see cref="ElectionProgram.IsExpected"/>.</param>
    public static ElectionProgram? Program(string directory, bool isExpected = false)
    {
        if (!IsThisProgram) return null;
        string file = Environment.ProcessPath!;
        // Under "dotnet keepalive-console.dll" the executable is dotnet.
        bool isHost = Path.GetFileNameWithoutExtension(file) == "dotnet";
        return new ElectionProgram(file, isHost ? [typeof(ElectionCommand).Assembly.Location, Name] : [Name], directory, Version) { IsExpected = isExpected };
    }
}
