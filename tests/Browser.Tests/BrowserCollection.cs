namespace KeepaliveConsole.Browser.Tests;

/// <summary>Browser tests run one after another: they measure times and must have the machine to themselves.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
[global::System.Diagnostics.CodeAnalysis.SuppressMessage("Naming", "CA1711:Identifiers should not have incorrect suffix", Justification = "xunit's word for it.")]
public sealed class BrowserCollection
{
    public const string Name = "Browser";
}
