using System.Net;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Definitions.Rules;
using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Engine.Hosting;

/// <summary>What may be asked of the engine. Commands are accepted or refused at once; their effect arrives as events.</summary>
public interface IEngineCommands
{
    /// <summary>The definition in force; empty = none yet. Any thread; returns at once.</summary>
    ClusterDefinition Definition { get; }

    /// <summary>What the load balancer of this host cannot do; for the rules, before a definition is saved.</summary>
    IBalancerLimits Limits { get; }

    /// <summary>
    /// Brings <paramref name="definition"/> into force: only what differs from the last one is touched. Refused as a whole
    /// when a rule is broken; the last good definition then goes on.
    /// </summary>
    /// <param name="definition">The whole definition.</param>
    /// <param name="revision">Its number, 1 and up.</param>
    /// <returns>Problems found; no error among them = accepted.</returns>
    ValueArray<DefinitionProblem> Apply(ClusterDefinition definition, long revision);

    /// <summary>Runs all checks of a real server now. False when there is no such server.</summary>
    bool CheckNow(string service, string server);

    /// <summary>
    /// Ends the established connections of a real server at once, which a drain leaves alone. Null = done; otherwise why not.
    /// <paramref name="found"/> is false when there is no such server.
    /// </summary>
    Task<string?> CutAsync(string service, string server, out bool found);

    /// <summary>What a real server needs for the way packets reach it; null = no such server. Any thread; returns at once.</summary>
    RealServerSetup? Setup(string service, string server);

    /// <summary>The same, with what is seen of it from outside, which takes up to some seconds: does it answer for the virtual address, does it take connections to it? Null = no such server.</summary>
    Task<RealServerSetup?> CheckSetupAsync(string service, string server);

    /// <summary>Sends the announcements of an instance again. False when there is no such instance or this node is not its master.</summary>
    bool Announce(string instance);

    /// <summary>Gives the mastership of an instance up once, to whoever takes it. Null = begun; otherwise why not.</summary>
    string? Yield(string instance);

    /// <summary>
    /// Ends what <see cref="Yield"/> began: the instance may preempt its successor again. True = it takes part fully again; false = it had not
    /// yielded, so nothing changes; null = the election process does not answer.
    /// </summary>
    bool? Resume(string instance);

    /// <summary>
    /// Another console says that its node is Master of the virtual router that an instance of this node is. It only adds to what is known of a
    /// split brain and never moves the election. Any thread; waits for nobody.
    /// </summary>
    /// <param name="instance">Name of the instance on this node.</param>
    /// <param name="peer">Source address of the other node's adverts, or where its console answers.</param>
    /// <param name="priority">Its priority, 1 to 255.</param>
    /// <returns>True = handed on. False = of no use: no such instance, this node is not its master, no such priority, or an election process that does not listen or is of another version.</returns>
    bool PeerClaims(string instance, IPAddress peer, int priority);

    /// <summary>What the flight recorder holds of an instance, as text that replays as a scenario; null = no such instance.</summary>
    string? Trace(string instance);

    /// <summary>The adverts of an instance seen and sent lately, as a pcapng file; null = no such instance.</summary>
    byte[]? Capture(string instance);

    /// <summary>The same adverts decoded for people, oldest first, without any secret; null = no such instance. Any thread; costs some tens of microseconds an advert.</summary>
    IReadOnlyList<AdvertFrame>? Frames(string instance);
}
