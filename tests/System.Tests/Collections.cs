using System.Diagnostics.CodeAnalysis;

// One thread for each of the collections below and one for what is in none, also where there are two processors: they mostly wait.
[assembly: CollectionBehavior(MaxParallelThreads = 3)]

namespace KeepaliveConsole.System.Tests;

/// <summary>Tests beside keepalived and FRR and others that wait for adverts most of the time, one after another. What they measure is in seconds.</summary>
[CollectionDefinition(Name)]
[SuppressMessage("Naming", "CA1711:Identifiers should not have incorrect suffix", Justification = "xunit's word for it.")]
public sealed class InteropCollection
{
    public const string Name = "interop";
}

/// <summary>Tests in a user-mode Linux guest, one after another: a guest is one busy processor, which yields to the tests beside it.</summary>
[CollectionDefinition(Name)]
[SuppressMessage("Naming", "CA1711:Identifiers should not have incorrect suffix", Justification = "xunit's word for it.")]
public sealed class GuestCollection
{
    public const string Name = "guest";
}
