using KeepaliveConsole.Engine.Linux;
using KeepaliveConsole.Engine.Linux.Conntrack;
using KeepaliveConsole.Engine.Linux.Nftables;

namespace KeepaliveConsole.Engine.Tests.Balancing;

/// <summary>A kernel's nftables in memory: it carries out transactions, raises its number, and can be meddled with.</summary>
internal sealed class FakeNftKernel : INftKernel
{
    /// <summary>The table; null = there is none.</summary>
    public NftListing? Table { get; private set; }

    /// <summary>The transactions so far, each as its steps.</summary>
    public List<string[]> Transactions { get; } = [];

    /// <summary>Refusals of the next transactions; those after them are carried out.</summary>
    public Queue<NftProblem> Refusals { get; } = [];

    /// <summary>Why listing fails; null = it does not.</summary>
    public NftProblem? ListProblem { get; set; }

    public int Listings { get; private set; }

    /// <summary>The number; null = it cannot be had.</summary>
    public uint? Number { get; set; } = 7;

    /// <summary>By how much a transaction raises it: more than one = something else changed a rule meanwhile.</summary>
    public uint Raise { get; set; } = 1;

    public uint? Generation() => Number;

    public NftProblem? Transact(IReadOnlyList<NftOperation> operations)
    {
        if (operations.Count == 0) return null;
        Transactions.Add([.. operations.Select(operation => operation.ToString()!)]);
        if (Refusals.TryDequeue(out NftProblem? problem)) return problem;
        foreach (NftOperation operation in operations) CarryOut(operation);
        Number += Raise;
        return null;
    }

    public NftProblem? List(out NftListing? listing)
    {
        Listings++;
        listing = ListProblem is null ? Table : null;
        return ListProblem;
    }

    public IReadOnlyList<NftElementCount> Count(string set) =>
        Table is null ? [] : [.. Table.Elements[set].Select((element, index) => new NftElementCount(element.Key, index + 1, (index + 1) * 100))];

    public void Dispose()
    {
        // Nothing is held.
    }

    private void CarryOut(NftOperation operation)
    {
        switch (operation)
        {
            case NftAddTable:
                Table ??= new NftListing();
                break;
            case NftDeleteTable:
                Table = null;
                break;
            case NftAddChain add:
                Table!.Chains.Add(add.Name, add.Hook);
                break;
            case NftFlushChain flush:
                Table!.Rules.Remove(flush.Name);
                break;
            case NftDeleteChain delete:
                Assert.True(Table!.Chains.Remove(delete.Name), delete.ToString());
                break;
            case NftAddRule add:
                if (!Table!.Rules.TryGetValue(add.Chain, out List<NftListedRule>? rules)) Table.Rules[add.Chain] = rules = [];
                rules.Add(new NftListedRule(add.Rule.Comment, [.. add.Rule.Expressions.Select(expression => (expression.Name, expression.Data))]));
                break;
            case NftAddSet add:
                Table!.Sets.Add(add.Set.Name, add.Set.Flags);
                Table.Elements.Add(add.Set.Name, []);
                break;
            case NftDeleteSet delete:
                Assert.True(Table!.Sets.Remove(delete.Name), delete.ToString());
                Table.Elements.Remove(delete.Name);
                break;
            case NftElements change:
                foreach (NftElement element in change.List) Change(Table!.Elements[change.Set], element, change.Delete);
                break;
        }
    }

    private static void Change(List<NftElement> elements, NftElement element, bool delete)
    {
        int index = elements.FindIndex(other => other.Key.AsSpan().SequenceEqual(element.Key));
        if (delete)
        {
            Assert.True(index >= 0, "an element that is there");
            elements.RemoveAt(index);
        }
        else
        {
            // The kernel takes an element that is there already when nothing about it differs.
            if (index >= 0) Assert.True(element.Chain == elements[index].Chain && element.Value.AsSpan().SequenceEqual(elements[index].Value), "an element that is not there with another value");
            else elements.Add(element);
        }
    }
}

/// <summary>Connection tracking in memory.</summary>
internal sealed class FakeConntrack : IConntrack
{
    public List<ConntrackFlow> Flows { get; } = [];

    public LinuxError Problem { get; set; }

    public int Visits { get; private set; }

    public LinuxError Visit(bool ipv6, Action<ConntrackFlow> handle)
    {
        Visits++;
        foreach (ConntrackFlow flow in Flows.Where(flow => flow.Server.IsIPv6 == ipv6).ToList()) handle(flow);
        return Problem;
    }

    public LinuxError Delete(bool ipv6, ConntrackFlow flow)
    {
        Flows.Remove(flow);
        return LinuxError.None;
    }

    public void Dispose()
    {
        // Nothing is held.
    }
}
