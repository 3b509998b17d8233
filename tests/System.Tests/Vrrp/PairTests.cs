using KeepaliveConsole.System.Tests.Rig;

namespace KeepaliveConsole.System.Tests.Vrrp;

/// <summary>Tests on two machines of one network, a with the first address and b with the second.</summary>
public abstract class PairTests : IDisposable
{
    private readonly NetworkRig _rig = new();

    private protected PairTests(string first = "192.168.200.1/24", string second = "192.168.200.2/24")
    {
        A = _rig.AddNode("a", first);
        B = _rig.AddNode("b", second);
    }

    private protected RigNode A { get; }

    private protected RigNode B { get; }

    public void Dispose()
    {
        _rig.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>One more machine of the network.</summary>
    private protected RigNode Add(string name, string address) => _rig.AddNode(name, address);
}
