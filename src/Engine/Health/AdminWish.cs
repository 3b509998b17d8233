using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.Health;

/// <summary>What an operator wants of a server at a moment.</summary>
internal static class AdminWish
{
    /// <summary>The state in force at <paramref name="utcNow"/>: what the definition says, or enabled once its end has come.</summary>
    public static AdminState At(RealServerDefinition server, DateTimeOffset utcNow) =>
        server.AdminUntil is { } until && until <= utcNow ? AdminState.Enabled : server.Admin;

    /// <summary>Time until the state ends by itself; null = it does not, or has.</summary>
    public static TimeSpan? EndsIn(RealServerDefinition server, DateTimeOffset utcNow) =>
        server.Admin != AdminState.Enabled && server.AdminUntil is { } until && until > utcNow ? until - utcNow : null;
}
