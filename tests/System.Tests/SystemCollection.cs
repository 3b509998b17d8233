namespace KeepaliveConsole.System.Tests;

/// <summary>System tests run one after another: they measure times and must have the machine to themselves.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class SystemCollection
{
    public const string Name = "System";
}
