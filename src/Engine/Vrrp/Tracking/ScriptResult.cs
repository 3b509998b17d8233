namespace KeepaliveConsole.Engine.Vrrp.Tracking;

/// <summary>How one run of a script ended.</summary>
/// <param name="Passed">Exit code 0 in time? A run that was ended at its time limit, or could not be started, did not pass.</param>
/// <param name="Reason">How, such as "exit code 1" or "no end within 2 s".</param>
public readonly record struct ScriptResult(bool Passed, string Reason);
