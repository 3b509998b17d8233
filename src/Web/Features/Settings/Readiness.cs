using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Web.Components.Parts;
using KeepaliveConsole.Web.Components.Texts;
using KeepaliveConsole.Web.Mail;

namespace KeepaliveConsole.Web.Features.Settings;

/// <summary>One thing a director needs, and whether this one has it.</summary>
/// <param name="Name">What.</param>
/// <param name="Severity">Info = it is there; otherwise how much is lost without it.</param>
/// <param name="Detail">What was found, and where something is missing, the way out.</param>
public sealed record ReadinessItem(string Name, EventSeverity Severity, string Detail)
{
    /// <summary>Its icon.</summary>
    public Glyph Glyph => Severity switch
    {
        EventSeverity.Critical => Glyph.OctagonCross,
        EventSeverity.Warning => Glyph.Triangle,
        _ => Glyph.CircleCheck,
    };
}

/// <summary>Can this director do its work? Told from what the engine itself found, so it cannot disagree with it.</summary>
public static class Readiness
{
    /// <summary>How mail about changes of state gets on.</summary>
    public static ReadinessItem Of(MailState mail, ConsoleText text)
    {
        ArgumentNullException.ThrowIfNull(mail);
        ArgumentNullException.ThrowIfNull(text);
        return new(text["Mail"], mail.Trouble is not null || mail.Lost > 0 ? EventSeverity.Warning : EventSeverity.Info,
            mail.Server is not { } server ? text["No mail is sent: the definition has no mail settings for this node."]
            : mail.Trouble is { } reason ? text["The mail server {0} takes no mail now: {1}. Changes waiting: {2}; given up: {3}.", server, reason, mail.Waiting, mail.Lost]
            : text["By {0}. Mails sent since the start: {1}; changes waiting: {2}; given up: {3}.", server, mail.Sent, mail.Waiting, mail.Lost]);
    }

    /// <summary>The list, always the same things in the same order.</summary>
    public static IReadOnlyList<ReadinessItem> From(EngineStatus status, ConsoleText text)
    {
        ArgumentNullException.ThrowIfNull(status);
        ArgumentNullException.ThrowIfNull(text);
        EngineHealth engine = status.Engine;
        bool hasServices = status.VirtualServices.Count > 0;
        return
        [
            new(text["Elections"], engine.VrrpNotPermitted is null ? EventSeverity.Info : EventSeverity.Critical,
                text.Told(engine.VrrpNotPermitted) ?? text["Raw sockets and addresses may be used."]),
            new(text["Load balancer"], engine.LoadBalancerProblem is not null ? EventSeverity.Critical : engine.LoadBalancer == "none" && hasServices ? EventSeverity.Warning : EventSeverity.Info,
                text.Told(engine.LoadBalancerProblem) ?? (engine.LoadBalancer == "none"
                    ? text["None is in use: no virtual service is defined, or the setting Engine:LoadBalancer says none."]
                    : text["{0} is in use.", engine.LoadBalancer])),
            new(text["Real-time scheduling"], engine.RealTime ? EventSeverity.Info : EventSeverity.Warning,
                engine.RealTime ? text["The election runs before everything else."] : text["The election has no real-time priority and may be late on a busy host. Give the service CAP_SYS_NICE or LimitRTPRIO=."]),
            new(text["Election process"], engine.ElectionProcess is { ProcessId: 0 } ? EventSeverity.Critical : EventSeverity.Info,
                engine.ElectionProcess switch
                {
                    null => text["The election runs in the console's own process."],
                    { ProcessId: 0 } => text["The process that runs the election is gone and is being started again."],
                    { } process => text["Process {0}, version {1}.", process.ProcessId, process.Version],
                }),
        ];
    }
}
