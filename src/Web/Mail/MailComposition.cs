namespace KeepaliveConsole.Web.Mail;

/// <summary>Puts mail about changes of state into the process.</summary>
internal static class MailComposition
{
    /// <summary>Adds it; whether anything is sent is in the definition.</summary>
    public static IServiceCollection AddConsoleMail(this IServiceCollection services)
    {
        services.AddSingleton<IMailTransport, SmtpTransport>();
        services.AddSingleton<MailSender>();
        services.AddSingleton<IMailWatch>(provider => provider.GetRequiredService<MailSender>());
        services.AddHostedService(provider => provider.GetRequiredService<MailSender>());
        return services;
    }
}
