namespace KeepaliveConsole.Engine.Definitions.Rules;

/// <summary>
/// Weights on an owner: nothing moves its 255, so only a track that can be a fault does anything there. Files are left out: their number times the
/// weight is a fault at -254 or less, for an owner too.
/// </summary>
internal sealed class OwnerTrackRule : IDefinitionRule
{
    public void Check(ClusterDefinition definition, ProblemList problems)
    {
        for (int index = 0; index < definition.VrrpInstances.Count; index++)
        {
            VrrpInstanceDefinition instance = definition.VrrpInstances[index];
            for (int position = 0; position < instance.Participants.Count; position++)
            {
                VrrpParticipantDefinition participant = instance.Participants[position];
                if (participant.Priority != VrrpPriority.Owner) continue;
                for (int number = 0; number < participant.Tracks.Count; number++)
                {
                    TrackDefinition track = participant.Tracks[number];
                    if (WeightOf(definition, track) is not 0 and var weight)
                    {
                        problems.Warning($"/vrrpInstances/{index}/participants/{position}/tracks/{number}", "track.owner",
                            $"{instance.Name}: {participant.Node} has priority 255, which no track moves, so weight {weight} of {track.Target} has no effect; use weight 0 to make it a fault, or 254 or less as priority.");
                    }
                }
            }
        }
    }

    private static int WeightOf(ClusterDefinition definition, TrackDefinition track) => track.Kind switch
    {
        TrackKind.Script => track.Weight ?? definition.TrackScripts.FirstOrDefault(script => script.Name == track.Target)?.Weight ?? 0,
        TrackKind.Process => track.Weight ?? definition.TrackProcesses.FirstOrDefault(process => process.Name == track.Target)?.Weight ?? 0,
        TrackKind.Interface => track.Weight ?? 0,
        _ => 0,
    };
}
