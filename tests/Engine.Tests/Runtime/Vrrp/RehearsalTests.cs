using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Runtime;
using KeepaliveConsole.Engine.Runtime.Vrrp;
using Microsoft.Extensions.Logging.Abstractions;

namespace KeepaliveConsole.Engine.Tests.Runtime.Vrrp;

public sealed class RehearsalTests
{
    [Fact]
    public void Addresses_GoTheWholeWay_ToAnInterfaceThatCannotBe()
    {
        var kernel = new FakeAddressKernel();

        AddressRehearsal.Play(kernel);

        Assert.Contains(kernel.Log, line => line.StartsWith("add 192.0.2.2/24 0 ", StringComparison.Ordinal));
        Assert.Contains(kernel.Log, line => line.StartsWith("remove 192.0.2.2/24 0", StringComparison.Ordinal));
        Assert.All(kernel.Log.Where(line => line.StartsWith("add ", StringComparison.Ordinal) || line.StartsWith("remove ", StringComparison.Ordinal)), line => Assert.Equal("0", line.Split(' ')[2]));
        Assert.Empty(kernel.Routes);
        Assert.Empty(kernel.Switches);
        Assert.Empty(kernel.Filters);
        Assert.Empty(kernel.Events);
        Assert.Empty(kernel.Failures);
    }

    [Fact]
    public void Election_BecomesMasterAndLeaves()
    {
        var heard = new Listener();
        using var reporter = new VrrpReporter(heard, NullLogger.Instance);

        VrrpLoop.Rehearse(reporter, TimeProvider.System);

        Assert.Equal(
            [(VrrpState.Initialize, VrrpState.Backup), (VrrpState.Backup, VrrpState.Master), (VrrpState.Master, VrrpState.Initialize)],
            heard.Events.OfType<VrrpTransitioned>().Select(each => (each.Transition.From, each.Transition.To)));
    }

    private sealed class Listener : IEventSink
    {
        public List<EngineEvent> Events { get; } = [];

        public void Publish(EngineEvent engineEvent) => Events.Add(engineEvent);
    }
}
