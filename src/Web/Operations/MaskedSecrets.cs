using KeepaliveConsole.Engine;
using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Web.Operations;

/// <summary>Secrets leave the console as <c>***</c>; a document that comes back with the mask keeps the secret it stands for.</summary>
internal static class MaskedSecrets
{
    /// <summary>What stands for a secret in answers.</summary>
    public const string Mask = "***";

    /// <summary>The definition with each mask replaced by the secret of the stored instance of the same name.</summary>
    /// <param name="wanted">What came in.</param>
    /// <param name="current">What is stored.</param>
    /// <param name="unknown">An instance whose mask stands for nothing stored; null = none.</param>
    public static ClusterDefinition Restore(ClusterDefinition wanted, ClusterDefinition current, out string? unknown)
    {
        unknown = null;
        bool masked = false;
        var instances = new List<VrrpInstanceDefinition>(wanted.VrrpInstances.Count);
        foreach (VrrpInstanceDefinition instance in wanted.VrrpInstances)
        {
            if (instance.Authentication is not { Password: Mask } authentication)
            {
                instances.Add(instance);
                continue;
            }

            masked = true;
            if (SecretOf(current, instance.Name) is { } secret) instances.Add(instance with { Authentication = authentication with { Password = secret } });
            else unknown = instance.Name;
        }

        return masked && unknown is null ? wanted with { VrrpInstances = instances.ToValueArray() } : wanted;
    }

    private static string? SecretOf(ClusterDefinition current, string instance)
    {
        foreach (VrrpInstanceDefinition each in current.VrrpInstances)
            if (each.Name == instance) return each.Authentication?.Password;
        return null;
    }
}
