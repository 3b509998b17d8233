namespace KeepaliveConsole.Engine.Definitions.Rules;

/// <summary>Who takes part in an election, and with what.</summary>
internal sealed class ParticipantRule : IDefinitionRule
{
    public void Check(ClusterDefinition definition, ProblemList problems)
    {
        var nodes = definition.Nodes.Select(node => node.Name).ToHashSet(StringComparer.Ordinal);
        for (int index = 0; index < definition.VrrpInstances.Count; index++)
        {
            VrrpInstanceDefinition instance = definition.VrrpInstances[index];
            string list = $"/vrrpInstances/{index}/participants";
            if (instance.Participants.Count == 0)
                problems.Error(list, "participant.none", $"{instance.Name}: no node takes part, so nobody can hold its addresses; add a participant or remove the instance.");
            var seen = new HashSet<string>(StringComparer.Ordinal);
            for (int position = 0; position < instance.Participants.Count; position++)
            {
                VrrpParticipantDefinition participant = instance.Participants[position];
                string at = $"{list}/{position}";
                if (!nodes.Contains(participant.Node))
                    problems.Error($"{at}/node", "participant.node", $"{instance.Name}: there is no node called \"{participant.Node}\"; add it to the nodes or correct the name.");
                if (!seen.Add(participant.Node))
                    problems.Error($"{at}/node", "participant.duplicate", $"{instance.Name}: {participant.Node} takes part twice; remove one.");
                CheckParticipant(instance, participant, at, problems);
            }

            if (instance.Participants.Count(participant => participant.Priority == VrrpPriority.Owner) > 1)
                problems.Error(list, "participant.owners", $"{instance.Name}: more than one node has priority 255, and owners do not yield to each other; leave it to one.");
        }
    }

    private static void CheckParticipant(VrrpInstanceDefinition instance, VrrpParticipantDefinition participant, string at, ProblemList problems)
    {
        if (!NameRule.IsInterfaceName(participant.Interface))
            problems.Error($"{at}/interface", "interface.name", $"{instance.Name}: \"{participant.Interface}\" cannot be the name of an interface on {participant.Node}; use 1 to 15 characters without blanks and slashes.");
        if (!VrrpPriority.IsValid(participant.Priority.Value))
            problems.Error($"{at}/priority", "priority.range", $"{instance.Name}: the priority of {participant.Node} must be 1 to 255; 0 exists only on the wire, to give the addresses up.");
        if (participant.SourceAddress is { } source && instance.VirtualAddresses.Count > 0
            && (source.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6) != instance.TravelsOverIPv6())
            problems.Error($"{at}/sourceAddress", "source.family", $"{instance.Name}: the source address {source} of {participant.Node} is of another family than the virtual addresses; use one of the same family.");
    }
}
