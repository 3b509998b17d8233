namespace KeepaliveConsole.Engine.Definitions;

/// <summary>Passes when a mail server greets (220), answers HELO (250) and takes QUIT.</summary>
public sealed record SmtpCheckDefinition : CheckDefinition
{
    /// <summary>Name said in HELO. Default <c>keepalive-console</c>.</summary>
    public string HeloName { get; init; } = "keepalive-console";
}
