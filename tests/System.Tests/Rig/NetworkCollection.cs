namespace KeepaliveConsole.System.Tests.Rig;

/// <summary>Tests with timing on a rig run one after the other, so that they do not take each other's processor.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
[global::System.Diagnostics.CodeAnalysis.SuppressMessage("Naming", "CA1711:Identifiers should not have incorrect suffix", Justification = "xunit's word for it.")]
public sealed class NetworkCollection
{
    public const string Name = "network namespaces";
}
