using System.Diagnostics.CodeAnalysis;

// One thread for each of the collections below, also where there are two processors: they mostly wait.
[assembly: CollectionBehavior(MaxParallelThreads = 3)]

namespace KeepaliveConsole.System.Tests;

/// <summary>Tests beside keepalived and FRR, one after another. They wait for adverts most of the time, and what they measure is in seconds.</summary>
[CollectionDefinition(Name)]
[SuppressMessage("Naming", "CA1711:Identifiers should not have incorrect suffix", Justification = "xunit's word for it.")]
public sealed class InteropCollection
{
    public const string Name = "interop";
}

/// <summary>Tests in a user-mode Linux guest, one after another: a guest is one busy processor, which yields to the tests that measure.</summary>
[CollectionDefinition(Name)]
[SuppressMessage("Naming", "CA1711:Identifiers should not have incorrect suffix", Justification = "xunit's word for it.")]
public sealed class GuestCollection
{
    public const string Name = "guest";
}
