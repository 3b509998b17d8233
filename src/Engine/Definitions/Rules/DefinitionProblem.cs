namespace KeepaliveConsole.Engine.Definitions.Rules;

/// <summary>How grave a problem is.</summary>
public enum ProblemSeverity
{
    /// <summary>Worth knowing; the definition is applied as it is.</summary>
    Note,

    /// <summary>Probably not what was meant, or kept but without effect in this version; the definition is applied.</summary>
    Warning,

    /// <summary>The definition is refused as a whole; the last good one goes on.</summary>
    Error,
}

/// <summary>One thing wrong with a definition.</summary>
/// <param name="Severity">How grave.</param>
/// <param name="Pointer">JSON pointer (RFC 6901) to the field, such as <c>/vrrpInstances/0/priority</c>.</param>
/// <param name="Code">Stable short name, such as <c>vrid.duplicate</c>.</param>
/// <param name="Text">What, where, why, and the way out, in one sentence; equal are problems that read the same in English.</param>
public sealed record DefinitionProblem(ProblemSeverity Severity, string Pointer, string Code, Sentence Text)
{
    /// <summary>The same in English, for programs and logs.</summary>
    public string Message => Text.ToString();
}
