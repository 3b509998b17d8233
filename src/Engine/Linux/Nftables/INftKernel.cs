namespace KeepaliveConsole.Engine.Linux.Nftables;

/// <summary>The kernel's nftables in the network namespace of the calling thread. For one thread at a time; never throws.</summary>
internal interface INftKernel : IDisposable
{
    /// <summary>The number that the kernel raises with every change of any nftables rule in the network namespace; null = it cannot be had. Takes microseconds.</summary>
    uint? Generation();

    /// <summary>Carries out all of <paramref name="operations"/> at one moment, or none. Null = done; else what was refused and why.</summary>
    NftProblem? Transact(IReadOnlyList<NftOperation> operations);

    /// <summary>Lists our table; <paramref name="listing"/> is null when there is none.</summary>
    NftProblem? List(out NftListing? listing);

    /// <summary>The counters of a set's elements; empty when they cannot be read.</summary>
    IReadOnlyList<NftElementCount> Count(string set);
}

/// <summary>What the kernel refused.</summary>
/// <param name="Error">Why.</param>
/// <param name="Step">The step it refused; null = it is not about one step.</param>
internal sealed record NftProblem(LinuxError Error, string? Step = null)
{
    private const int LongestStep = 120;

    /// <summary>For people: what, why and the way out.</summary>
    public string Explain()
    {
        if (Error.Number is LinuxError.EPERM or LinuxError.EACCES) return "the kernel's nftables tables may not be changed: run as root or give the process the capability CAP_NET_ADMIN";
        if (Error.Number is LinuxError.EPROTONOSUPPORT) return "this kernel has no nftables: load the module nf_tables, or use IPVS";
        string step = Step is null ? "" : $" at \"{(Step.Length > LongestStep ? Step[..LongestStep] + "…" : Step)}\"";
        return Error.Number is LinuxError.EOPNOTSUPP or LinuxError.ENOENT && Step is not null
            ? $"this kernel's nftables lacks something that balancing needs{step} ({Error}): load the modules nft_chain_nat, nft_numgen, nft_hash, nft_masq and nft_reject_inet"
            : $"nftables refused{step}: {Error}";
    }
}
