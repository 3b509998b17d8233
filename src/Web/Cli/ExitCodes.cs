namespace KeepaliveConsole.Web.Cli;

/// <summary>How the process ends. Promises to scripts.</summary>
internal static class ExitCodes
{
    /// <summary>Fine.</summary>
    public const int Fine = 0;

    /// <summary>Failed; one line on the error output says what, where, why and the way out.</summary>
    public const int Failed = 1;

    /// <summary>Wrong command line.</summary>
    public const int Usage = 2;

    /// <summary>Lacks a privilege it cannot do without.</summary>
    public const int Privilege = 3;
}
