using KeepaliveConsole.Engine;
using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Web.Operations;

/// <summary>Secrets leave the console as <c>***</c>; a document that comes back with the mask keeps the secret it stands for.</summary>
internal static class MaskedSecrets
{
    /// <summary>What stands for a secret in answers.</summary>
    public const string Mask = "***";

    /// <summary>The definition with each mask replaced by the secret of the instance of the same name; a mask of an unknown instance stays.</summary>
    public static ClusterDefinition Restore(ClusterDefinition wanted, ClusterDefinition current)
    {
        bool masked = false;
        foreach (VrrpInstanceDefinition instance in wanted.VrrpInstances) masked |= instance.Authentication?.Password == Mask;
        return masked ? wanted with { VrrpInstances = wanted.VrrpInstances.Select(instance => Restore(instance, current)).ToValueArray() } : wanted;
    }

    private static VrrpInstanceDefinition Restore(VrrpInstanceDefinition instance, ClusterDefinition current)
    {
        if (instance.Authentication is not { Password: Mask } authentication) return instance;
        foreach (VrrpInstanceDefinition before in current.VrrpInstances)
            if (before.Name == instance.Name && before.Authentication is { } known)
                return instance with { Authentication = authentication with { Password = known.Password } };
        return instance;
    }
}
