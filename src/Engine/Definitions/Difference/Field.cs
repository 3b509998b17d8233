namespace KeepaliveConsole.Engine.Definitions.Difference;

/// <summary>One member that people see change.</summary>
/// <param name="Label">The word for it.</param>
/// <param name="Value">What is compared; equal values give no line.</param>
/// <param name="IsSecret">Show <c>***</c> in place of the value.</param>
internal sealed record Field<T>(string Label, Func<T, object?> Value, bool IsSecret = false);
