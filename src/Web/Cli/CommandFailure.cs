namespace KeepaliveConsole.Web.Cli;

/// <summary>Why a command ends early: one line for people, one code for scripts.</summary>
/// <param name="ExitCode">One of <see cref="ExitCodes"/>.</param>
/// <param name="Line">What, where, why and the way out.</param>
internal sealed record CommandFailure(int ExitCode, string Line)
{
    /// <summary>Failed in general.</summary>
    public static CommandFailure Failed(string line) => new(ExitCodes.Failed, line);

    /// <summary>Writes the line and gives the code.</summary>
    public int Report(TextWriter error)
    {
        error.WriteLine($"keepalive-console: {Line.ReplaceLineEndings(" ").Replace("\t", "", StringComparison.Ordinal)}");
        return ExitCode;
    }
}
