namespace KeepaliveConsole.Data;

/// <summary>Why the database could not do what was asked, for now.</summary>
public enum StorageFault
{
    /// <summary>Another process holds the database for longer than <see cref="ConsoleDataOptions.BusyTimeout"/>.</summary>
    Busy,

    /// <summary>No space is left.</summary>
    Full,

    /// <summary>The file or its folder may not be written.</summary>
    ReadOnly,

    /// <summary>The file is damaged.</summary>
    Corrupt,

    /// <summary>The file cannot be opened or read.</summary>
    Unreadable,

    /// <summary>The server cannot be reached, or does not let this console in.</summary>
    Unreachable,

    /// <summary>A value is encrypted with a key that is not there.</summary>
    KeysLost,
}

/// <summary>
/// Thrown by every service of this project when the database itself fails. Nothing was written. The message is one sentence for an
/// operator; an API answers 503 with it. Wrong input never ends here: that is an outcome.
/// </summary>
public sealed class StorageUnavailableException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="fault">What kind.</param>
    /// <param name="message">What, where, why and the way out.</param>
    /// <param name="inner">What the database said.</param>
    public StorageUnavailableException(StorageFault fault, string message, Exception? inner = null)
        : base(message, inner) => Fault = fault;

    /// <summary>What kind.</summary>
    public StorageFault Fault { get; }
}
