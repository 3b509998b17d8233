using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Web.Api.Documents;

/// <summary>A split brain that goes on. Field names are promises.</summary>
/// <param name="Cause">The most telling cause.</param>
/// <param name="Since">First evidence.</param>
/// <param name="LastSeen">Last evidence.</param>
/// <param name="Rival">Address of the other router; null = only its MAC address is known.</param>
/// <param name="RivalPriority">Its priority; null = unknown.</param>
/// <param name="RivalHardwareAddress">Its MAC address; null = unknown.</param>
/// <param name="Explanation">What is wrong, in English.</param>
/// <param name="ExplanationZh">In Chinese.</param>
/// <param name="Remedy">What to do, in English.</param>
/// <param name="RemedyZh">In Chinese.</param>
/// <param name="Evidence">All of it, the most telling first.</param>
public sealed record SplitBrainDocument(SplitBrainCause Cause, DateTimeOffset Since, DateTimeOffset LastSeen, string? Rival, int? RivalPriority, string? RivalHardwareAddress,
    string Explanation, string ExplanationZh, string Remedy, string RemedyZh, IReadOnlyList<SplitBrainEvidenceDocument> Evidence)
{
    /// <summary>Writes a diagnosis down.</summary>
    public static SplitBrainDocument From(SplitBrainDiagnosis diagnosis)
    {
        ArgumentNullException.ThrowIfNull(diagnosis);
        return new(diagnosis.Cause, diagnosis.Since, diagnosis.LastSeen, diagnosis.Rival?.ToString(), diagnosis.RivalPriority, diagnosis.RivalHardwareAddress,
            diagnosis.Explanation, diagnosis.ExplanationZh, diagnosis.Remedy, diagnosis.RemedyZh,
            [.. diagnosis.Evidence.Select(each => new SplitBrainEvidenceDocument(each.Cause, each.FirstSeen, each.LastSeen, each.Count, each.Detail))]);
    }
}

/// <summary>One piece of evidence.</summary>
/// <param name="Cause">What it points to.</param>
/// <param name="FirstSeen">When it was first seen.</param>
/// <param name="LastSeen">When it was last seen.</param>
/// <param name="Count">How often.</param>
/// <param name="Detail">What was seen.</param>
public sealed record SplitBrainEvidenceDocument(SplitBrainCause Cause, DateTimeOffset FirstSeen, DateTimeOffset LastSeen, long Count, string Detail);

/// <summary><c>GET /api/v1/split-brain</c>: every instance of this node, whether something is wrong with it or not.</summary>
/// <param name="Node">Name of this node; another node may see what this one does not.</param>
/// <param name="At">When the picture was taken.</param>
/// <param name="Ok">Is no split brain known?</param>
/// <param name="Instances">One check per instance; those with a split brain first.</param>
public sealed record SplitBrainListDocument(string Node, DateTimeOffset At, bool Ok, IReadOnlyList<SplitBrainCheckDocument> Instances)
{
    /// <summary>Writes a picture down.</summary>
    public static SplitBrainListDocument From(EngineStatus status)
    {
        ArgumentNullException.ThrowIfNull(status);
        SplitBrainCheckDocument[] checks = [.. status.Vrrp.Select(SplitBrainCheckDocument.From).OrderBy(check => check.Ok)];
        return new(status.Node, status.At, checks.All(check => check.Ok), checks);
    }
}

/// <summary>The check of one instance.</summary>
/// <param name="Instance">Name.</param>
/// <param name="State">State on this node.</param>
/// <param name="Ok">Is no split brain known?</param>
/// <param name="Sentence">What was found, in English.</param>
/// <param name="SentenceZh">In Chinese.</param>
/// <param name="Diagnosis">Null while nothing is wrong.</param>
/// <param name="Actions">What may be done now; empty while nothing is wrong.</param>
public sealed record SplitBrainCheckDocument(string Instance, VrrpState State, bool Ok, string Sentence, string SentenceZh, SplitBrainDocument? Diagnosis, IReadOnlyList<HelpfulActionDocument> Actions)
{
    /// <summary>Writes the check of an instance down.</summary>
    public static SplitBrainCheckDocument From(VrrpInstanceStatus instance)
    {
        ArgumentNullException.ThrowIfNull(instance);
        return instance.SplitBrain is { } diagnosis
            ? new(instance.Name, instance.State, false, diagnosis.Explanation, diagnosis.ExplanationZh, SplitBrainDocument.From(diagnosis), HelpfulActionDocument.For(instance.Name))
            : new(instance.Name, instance.State, true, Quiet(instance), QuietZh(instance), null, []);
    }

    private static string Quiet(VrrpInstanceStatus instance) => instance.State == VrrpState.Master
        ? "This node is Master, and no sign of another master was seen."
        : "This node holds no addresses, so it cannot be one of two masters.";

    private static string QuietZh(VrrpInstanceStatus instance) => instance.State == VrrpState.Master
        ? "本节点是主节点，未发现其他主节点的迹象。"
        : "本节点未持有地址，不会成为两个主节点之一。";
}

/// <summary>Something that helps against a split brain.</summary>
/// <param name="Action"><c>release</c>, <c>yield</c> or <c>announce</c>.</param>
/// <param name="Method">HTTP method.</param>
/// <param name="Href">Where to send it.</param>
/// <param name="Sentence">What it does, in English.</param>
/// <param name="SentenceZh">In Chinese.</param>
public sealed record HelpfulActionDocument(string Action, string Method, string Href, string Sentence, string SentenceZh)
{
    /// <summary>The actions for an instance, the surest first.</summary>
    public static IReadOnlyList<HelpfulActionDocument> For(string instance) =>
    [
        Of(instance, "release", "This node gives the addresses up and stays out until it is resumed: the other one is the only master.", "本节点让出地址并退出选举，直到恢复（resume）：只剩另一个主节点。"),
        Of(instance, "yield", "This node gives the addresses up once, to whoever takes them.", "本节点一次性让出地址，由其他节点接管。"),
        Of(instance, "announce", "This node announces its addresses again, so that neighbours send to it.", "本节点重新宣告地址，使邻居把流量发往本节点。"),
    ];

    private static HelpfulActionDocument Of(string instance, string action, string sentence, string sentenceZh) =>
        new(action, "POST", $"{ApiPaths.Base}/vrrp-instances/{Uri.EscapeDataString(instance)}/actions/{action}", sentence, sentenceZh);
}
