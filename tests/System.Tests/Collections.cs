using System.Diagnostics.CodeAnalysis;

// One thread for each of the collections below and one for what is in none, also where there are two processors: they mostly wait.
[assembly: CollectionBehavior(MaxParallelThreads = 5)]

namespace KeepaliveConsole.System.Tests;

/// <summary>Tests beside keepalived, which wait for adverts most of the time, one after another. What they measure is in seconds.</summary>
[CollectionDefinition(Name)]
[SuppressMessage("Naming", "CA1711:Identifiers should not have incorrect suffix", Justification = "xunit's word for it.")]
public sealed class InteropCollection
{
    public const string Name = "interop";
}

/// <summary>Tests beside FRR and with tshark as judge, one after another; they wait for adverts too.</summary>
[CollectionDefinition(Name)]
[SuppressMessage("Naming", "CA1711:Identifiers should not have incorrect suffix", Justification = "xunit's word for it.")]
public sealed class JudgeCollection
{
    public const string Name = "judges";
}

/// <summary>Tests of our own directors among themselves that wait for adverts, one after another.</summary>
[CollectionDefinition(Name)]
[SuppressMessage("Naming", "CA1711:Identifiers should not have incorrect suffix", Justification = "xunit's word for it.")]
public sealed class PairCollection
{
    public const string Name = "pairs";
}

/// <summary>Tests in a user-mode Linux guest, one after another: a guest is one busy processor, which yields to the tests beside it.</summary>
[CollectionDefinition(Name)]
[SuppressMessage("Naming", "CA1711:Identifiers should not have incorrect suffix", Justification = "xunit's word for it.")]
public sealed class GuestCollection
{
    public const string Name = "guest";
}
