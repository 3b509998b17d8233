namespace KeepaliveConsole.Engine.Definitions;

/// <summary>Marks a property whose value is masked in answers, diffs, audit rows and logs.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SecretAttribute : Attribute;
