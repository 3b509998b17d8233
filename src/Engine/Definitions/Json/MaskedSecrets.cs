namespace KeepaliveConsole.Engine.Definitions.Json;

/// <summary>Lets someone read a definition with masked secrets, change something else, and send it back whole.</summary>
public static class MaskedSecrets
{
    /// <summary>
    /// <paramref name="incoming"/> with each password that reads <c>***</c> replaced by that of the instance or node of the same name in
    /// <paramref name="current"/>. A mask without one stays, and a rule says so; so does the mask of a mail account that is to be used
    /// elsewhere: whoever may not read a password must not have it sent to a server of his own.
    /// </summary>
    public static ClusterDefinition Restore(ClusterDefinition incoming, ClusterDefinition current)
    {
        ArgumentNullException.ThrowIfNull(incoming);
        ArgumentNullException.ThrowIfNull(current);
        return incoming with
        {
            Nodes = incoming.Nodes.Select(node => Restore(node, current)).ToValueArray(),
            VrrpInstances = incoming.VrrpInstances.Select(instance => Restore(instance, current)).ToValueArray(),
        };
    }

    private static NodeDefinition Restore(NodeDefinition node, ClusterDefinition current)
    {
        if (node.Mail is not { Password: JsonShape.Mask } masked || current.Nodes.FirstOrDefault(other => other.Name == node.Name)?.Mail is not { } known) return node;
        bool isSameAccount = (masked.Server, masked.Port, masked.Tls, masked.User) == (known.Server, known.Port, known.Tls, known.User);
        return isSameAccount ? node with { Mail = masked with { Password = known.Password } } : node;
    }

    private static VrrpInstanceDefinition Restore(VrrpInstanceDefinition instance, ClusterDefinition current)
    {
        if (instance.Authentication is not { Password: JsonShape.Mask } masked) return instance;
        VrrpAuthentication? known = current.VrrpInstances.FirstOrDefault(other => other.Name == instance.Name)?.Authentication;
        return known is null ? instance : instance with { Authentication = masked with { Password = known.Password } };
    }
}
