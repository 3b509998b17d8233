using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Web.Mail;

/// <summary>
/// Which changes of state people are told of, as the definition asks (keepalived's <c>smtp_alert</c>) and in keepalived's words, so that filters made for its
/// mail go on working. Pure: facts in, notices out.
/// </summary>
/// <param name="node">Name of this node.</param>
internal sealed class MailPolicy(string node)
{
    private readonly Dictionary<string, SyncGroupState> _groups = new(StringComparer.Ordinal);
    private ClusterDefinition _definition = ClusterDefinition.Empty;
    private NodeDefinition _self = new() { Name = node };

    /// <summary>The mail settings of this node; null = no mail is sent.</summary>
    public MailDefinition? Settings => _self.Mail;

    /// <summary>What mail calls this node: keepalived's <c>router_id</c>.</summary>
    public string RouterId => _self.RouterId ?? node;

    /// <summary>Goes by this definition from now on.</summary>
    public void Apply(ClusterDefinition definition)
    {
        _definition = definition;
        _self = definition.Nodes.FirstOrDefault(candidate => candidate.Name == node) ?? new NodeDefinition { Name = node };
        var here = definition.VrrpInstances.Where(instance => instance.ParticipantOf(node) is not null).Select(instance => instance.Name).ToHashSet(StringComparer.Ordinal);
        foreach (string gone in _groups.Keys.Where(name => definition.SyncGroups.All(group => group.Name != name)).ToList()) _groups.Remove(gone);
        foreach (SyncGroupDefinition group in definition.SyncGroups)
        {
            string[] members = [.. group.Members.Where(here.Contains)];
            _groups[group.Name] = _groups.TryGetValue(group.Name, out SyncGroupState? known) ? known.With(members) : new SyncGroupState(members);
        }
    }

    /// <summary>
    /// What the first picture shows that happened since the engine's start. Older states are known: an election that its console found running is no news.
    /// </summary>
    public IReadOnlyList<MailNotice> Begin(EngineStatus picture)
    {
        var notices = new List<MailNotice>();
        foreach (VrrpInstanceStatus instance in picture.Vrrp)
        {
            VrrpTransitionRecord? last = instance.LastTransition;
            bool isNews = last is not null && last.At >= picture.Engine.StartedAt;
            List<MailNotice> told = Entered(instance.Name, instance.State, last?.At ?? picture.At, last?.Sentence ?? "");
            if (isNews) notices.AddRange(told);
        }

        return Settings is null ? [] : notices;
    }

    /// <summary>What people are told of an event; mostly nothing.</summary>
    public IReadOnlyList<MailNotice> Of(EngineEvent happened)
    {
        // Also without settings: the states of groups must be known when they come.
        List<MailNotice> notices = happened switch
        {
            VrrpTransitioned { Transition: var transition } => Entered(transition.Instance, transition.To, happened.At, happened.Sentence),
            SplitBrainStarted split when WantsInstance(split.SplitBrain.Instance) => [Instance(split.SplitBrain.Instance, "Split brain", happened.At, happened.Sentence)],
            SplitBrainEnded split when WantsInstance(split.SplitBrain.Instance) => [Instance(split.SplitBrain.Instance, "Split brain ended", happened.At, happened.Sentence)],
            // Thousands a second may come, and finding a service is a walk over all.
            RealServerStateChanged changed when Settings is not null => Server(changed),
            QuorumChanged changed when Settings is not null => Quorum(changed),
            _ => [],
        };
        return Settings is null ? [] : notices;
    }

    private static MailNotice Instance(string name, string news, DateTimeOffset at, string sentence) => new(at, $"VRRP Instance {name}", news, sentence);

    // Not every check has passed once yet: it counts as up.
    private static bool IsAlive(RealServerState state) => state is RealServerState.Unknown or RealServerState.Up or RealServerState.GoingDown;

    private static string News(VrrpState state) => state switch
    {
        VrrpState.Master => "Entering MASTER state",
        VrrpState.Backup => "Entering BACKUP state",
        VrrpState.Fault => "Entering FAULT state",
        _ => "Stopped",
    };

    private List<MailNotice> Entered(string instance, VrrpState state, DateTimeOffset at, string sentence)
    {
        var notices = new List<MailNotice>();
        bool isWanted = state != VrrpState.Fault || Settings?.Faults != false;
        if (isWanted && WantsInstance(instance)) notices.Add(Instance(instance, News(state), at, sentence));
        foreach (SyncGroupDefinition group in _definition.SyncGroups)
        {
            SyncGroupState standing = _groups[group.Name];
            if (!standing.Becomes(instance, state)) continue;
            if ((group.Alert ?? Settings?.Instances ?? false) && (standing.State != VrrpState.Fault || Settings?.Faults != false))
                notices.Add(new MailNotice(at, $"VRRP Group {group.Name}", News(standing.State!.Value), sentence));
        }

        return notices;
    }

    private bool WantsInstance(string name) =>
        _definition.VrrpInstances.FirstOrDefault(instance => instance.Name == name)?.ParticipantOf(node) is { } participant && (participant.Alert ?? Settings?.Instances ?? false);

    private List<MailNotice> Server(RealServerStateChanged changed)
    {
        bool begins = _self.InitialServerNotices && changed is { From: RealServerState.Unknown, To: RealServerState.Up };
        if (IsAlive(changed.From) == IsAlive(changed.To) && !begins) return [];
        if (_definition.FindService(changed.Service) is not { } service) return [];
        RealServerDefinition? server = service.RealServers.FirstOrDefault(candidate => candidate.EndpointName == changed.Server);
        if (server is null || !(server.Alert ?? Settings?.Servers ?? true)) return [];
        return [new MailNotice(changed.At, $"Realserver {KeepalivedName.Of(service, server)} of virtual server {KeepalivedName.Of(service)}", IsAlive(changed.To) ? "UP" : "DOWN", changed.Sentence)];
    }

    private List<MailNotice> Quorum(QuorumChanged changed) =>
        _definition.FindService(changed.Service) is { } service && (service.Alert ?? Settings?.Servers ?? false)
            ? [new MailNotice(changed.At, $"Virtualserver {KeepalivedName.Of(service)}", changed.Gained ? "UP" : "DOWN", changed.Sentence)]
            : [];
}
