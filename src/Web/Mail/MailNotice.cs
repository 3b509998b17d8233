namespace KeepaliveConsole.Web.Mail;

/// <summary>One change of state that people are told of.</summary>
/// <param name="At">When it happened, UTC.</param>
/// <param name="What">What changed, in keepalived's words: <c>VRRP Instance VI_1</c>.</param>
/// <param name="News">What it is now: <c>Entering MASTER state</c>.</param>
/// <param name="Sentence">What happened and why, in English.</param>
internal sealed record MailNotice(DateTimeOffset At, string What, string News, string Sentence);
