namespace KeepaliveConsole.Engine.Definitions.Json;

/// <summary>Lets someone read a definition with masked secrets, change something else, and send it back whole.</summary>
public static class MaskedSecrets
{
    /// <summary>
    /// <paramref name="incoming"/> with each password that reads <c>***</c> replaced by that of the instance of the same name in
    /// <paramref name="current"/>. A mask without such an instance stays, and a rule refuses it.
    /// </summary>
    public static ClusterDefinition Restore(ClusterDefinition incoming, ClusterDefinition current)
    {
        ArgumentNullException.ThrowIfNull(incoming);
        ArgumentNullException.ThrowIfNull(current);
        return incoming with { VrrpInstances = incoming.VrrpInstances.Select(instance => Restore(instance, current)).ToValueArray() };
    }

    private static VrrpInstanceDefinition Restore(VrrpInstanceDefinition instance, ClusterDefinition current)
    {
        if (instance.Authentication is not { Password: JsonShape.Mask } masked) return instance;
        VrrpAuthentication? known = current.VrrpInstances.FirstOrDefault(other => other.Name == instance.Name)?.Authentication;
        return known is null ? instance : instance with { Authentication = masked with { Password = known.Password } };
    }
}
