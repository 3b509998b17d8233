namespace KeepaliveConsole.Web.Tests;

/// <summary>Tests that measure time: they run after all others, one at a time, so that what they see is the console and not its neighbours.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class MeasuredCollection
{
    public const string Name = "measured";
}
