namespace KeepaliveConsole.Browser.Tests.Lab;

/// <summary>Tests that share the one lab; like all browser tests one after another.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
[global::System.Diagnostics.CodeAnalysis.SuppressMessage("Naming", "CA1711:Identifiers should not have incorrect suffix", Justification = "xunit's word for it.")]
public sealed class LabCollection : ICollectionFixture<BrowserLab>
{
    public const string Name = "Browser lab";
}
