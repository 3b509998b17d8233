using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Health;
using KeepaliveConsole.Engine.Health.Forwarding;
using KeepaliveConsole.Engine.Linux;
using KeepaliveConsole.Engine.Probes;

namespace KeepaliveConsole.Engine.Runtime.Checks;

/// <summary>Looks at how real servers are set up, one at a time: the questions go to everybody on the link.</summary>
internal sealed class SetupLook(TimeProvider time)
{
    private readonly Lock _one = new();

    /// <summary>What the server needs, not looked at.</summary>
    public static RealServerSetup Describe(VirtualServiceDefinition service, RealServerDefinition server) => new()
    {
        Service = service.Name,
        Server = server.EndpointName,
        ForwardingMethod = RealServerGuide.MethodOf(service, server),
        Steps = RealServerGuide.Steps(service, server),
    };

    /// <summary>Looks on a thread of its own: in the network of the caller, and no thread of the pool waits for a server that keeps silent.</summary>
    public Task<RealServerSetup?> LookAsync(VirtualServiceDefinition service, RealServerDefinition server)
    {
        var done = new TaskCompletionSource<RealServerSetup?>(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() =>
        {
            try
            {
                done.SetResult(Look(service, server));
            }
#pragma warning disable CA1031 // Whoever waits gets whatever went wrong; nothing may end the process.
            catch (Exception fault)
#pragma warning restore CA1031
            {
                done.SetException(fault);
            }
        }) { IsBackground = true, Name = "kc-setup-look" }.Start();
        return done.Task;
    }

    private RealServerSetup Look(VirtualServiceDefinition service, RealServerDefinition server)
    {
        RealServerSetup described = Describe(service, server);
        ForwardingMethod method = described.ForwardingMethod;
        lock (_one)
        {
            SetupEvidence evidence = method == ForwardingMethod.Nat
                ? new SetupEvidence()
                : SetupCheck.Look(server.Address, [.. ServiceEndpoints.Of(service).Where(key => key.Address is not null)], method == ForwardingMethod.DirectRouting, () => MonotonicClock.Now);
            return described with { CheckedAt = time.GetUtcNow(), Findings = SetupVerdict.Of(server.Address, method, evidence) };
        }
    }
}
