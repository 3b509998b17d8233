namespace KeepaliveConsole.Data.Access;

/// <summary>Names of the three roles as they are stored, for users and tokens alike. Each includes the ones before it.</summary>
public static class AccessRoles
{
    /// <summary>Sees everything but secrets.</summary>
    public const string Viewer = "viewer";

    /// <summary>Also drains, enables, puts into maintenance, runs checks.</summary>
    public const string Operator = "operator";

    /// <summary>Also changes definitions, users and tokens.</summary>
    public const string Admin = "admin";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Viewer, Operator, Admin];
}
