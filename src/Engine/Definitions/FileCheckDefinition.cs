namespace KeepaliveConsole.Engine.Definitions;

/// <summary>Follows the number in a tracked file (keepalived's FILE_CHECK): it changes the weight, and takes the server out at −254 or less.</summary>
public sealed record FileCheckDefinition : CheckDefinition
{
    /// <summary>Name of the <see cref="TrackFileDefinition"/>.</summary>
    public required string TrackFile { get; init; }

    /// <summary>The number in the file times this is added to the weight; 0 = out while the number is not 0. Null = the file's own weight.</summary>
    public int? Weight { get; init; }

    /// <summary>Take away instead of adding; with weight 0: out while the number is 0. Default false.</summary>
    public bool Reverse { get; init; }
}
