using KeepaliveConsole.Data.Protection;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;

namespace KeepaliveConsole.Web.Auth.AtRest;

/// <summary>Puts the keys, and what is encrypted with them, into a host or a short command.</summary>
internal static class SecretsAtRest
{
    /// <summary>Folder in the data directory for the keys that protect cookies, forms and stored secrets.</summary>
    public const string KeysFolder = "keys";

    /// <summary>Adds them. No file is touched before the first secret.</summary>
    public static IServiceCollection AddSecretsAtRest(this IServiceCollection services, string dataDirectory)
    {
        string folder = Path.Combine(dataDirectory, KeysFolder);
        services.AddDataProtection().SetApplicationName("keepalive-console");
        services.Configure<KeyManagementOptions>(keys => keys.XmlRepository = new KeyFiles(folder));
        services.AddSingleton<ISecretProtector>(provider => new DataProtectionSecrets(provider.GetRequiredService<IDataProtectionProvider>(), folder,
            provider.GetRequiredService<ILogger<DataProtectionSecrets>>()));
        return services;
    }
}
