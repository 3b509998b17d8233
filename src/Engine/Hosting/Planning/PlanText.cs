namespace KeepaliveConsole.Engine.Hosting.Planning;

/// <summary>The same words in both languages: a sentence of a plan, or a part of one.</summary>
/// <param name="English">In English.</param>
/// <param name="Chinese">In Chinese.</param>
internal readonly record struct PlanText(string English, string Chinese)
{
    /// <summary>Begins a sentence: which instance, and what is done to it; without reasons only which instance.</summary>
    public static PlanText Head(string instance, IReadOnlyList<PlanText> reasons) => reasons.Count == 0
        ? new($"{instance}: ", $"{instance}：")
        : new($"{instance}: {string.Join(", ", reasons.Select(reason => reason.English))}: ", $"{instance}：{string.Join("，", reasons.Select(reason => reason.Chinese))}：");

    /// <summary>This, and <paramref name="rest"/> after it.</summary>
    public PlanText With(PlanText rest) => new(English + rest.English, Chinese + rest.Chinese);

    /// <summary>As a whole sentence about an election.</summary>
    public PlannedTransition ToTransition() => new(English, Chinese);
}
