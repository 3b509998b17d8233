namespace KeepaliveConsole.Web.Auth;

/// <summary>The three roles; each includes the ones before it.</summary>
public static class Roles
{
    /// <summary>Sees everything but secrets.</summary>
    public const string Viewer = "viewer";

    /// <summary>Also drains, enables, puts into maintenance, runs checks.</summary>
    public const string Operator = "operator";

    /// <summary>Also changes definitions, users and tokens.</summary>
    public const string Admin = "admin";
}
