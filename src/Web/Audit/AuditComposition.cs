using KeepaliveConsole.Web.Audit.Syslog;
using KeepaliveConsole.Web.Settings;

namespace KeepaliveConsole.Web.Audit;

/// <summary>Puts recording of refusals, retention and forwarding of the audit trail into the process.</summary>
internal static class AuditComposition
{
    /// <summary>Adds them, with the settings of section <c>Audit</c>.</summary>
    public static IServiceCollection AddConsoleAudit(this IServiceCollection services, IConfiguration configuration)
    {
        services.Configure<AuditSettings>(configuration.GetSection(AuditSettings.Section));
        services.AddSingleton<DenialLog>();
        services.AddHostedService<DenialSummaries>();
        services.AddHostedService<AuditRetention>();
        services.AddSingleton<ForwardedPosition>();
        services.AddHostedService<SyslogForwarder>();
        return services;
    }
}
