namespace KeepaliveConsole.Data;

/// <summary>What kind of actor did something.</summary>
public enum ActorKind
{
    /// <summary>A person signed in to the console.</summary>
    User,

    /// <summary>A program with a token.</summary>
    Token,

    /// <summary>Someone on the command line of the host.</summary>
    Cli,

    /// <summary>The engine itself.</summary>
    Engine,

    /// <summary>The console of another director.</summary>
    Peer,

    /// <summary>Nobody known: before sign-in.</summary>
    Anonymous,
}

/// <summary>Who did something.</summary>
/// <param name="Kind">What kind.</param>
/// <param name="Name">Name of the user or token; <c>engine</c> for the engine.</param>
/// <param name="Address">Where from; null for the engine and the command line.</param>
public sealed record Actor(ActorKind Kind, string Name, string? Address)
{
    /// <summary>The engine.</summary>
    public static Actor Engine { get; } = new(ActorKind.Engine, "engine", null);

    /// <summary>The console by itself, such as when it removes what is old.</summary>
    public static Actor Console { get; } = new(ActorKind.Engine, "console", null);

    /// <summary>The command line.</summary>
    public static Actor Cli { get; } = new(ActorKind.Cli, Environment.UserName, null);
}
