using KeepaliveConsole.Web.Api.Documents;

namespace KeepaliveConsole.Web.Live;

/// <summary>
/// What <c>/hubs/live</c> tells a client. Every message but <see cref="Dropped"/> carries <c>seq</c>, which grows by one per message of
/// this connection; a gap means: ask <c>GetSnapshot()</c>. Commands go through REST.
/// </summary>
public interface ILiveClient
{
    /// <summary>The whole picture, first thing after connecting.</summary>
    Task Snapshot(long seq, StatusDocument status);

    /// <summary>An instance looks different now.</summary>
    Task VrrpChanged(long seq, VrrpDocument instance);

    /// <summary>A real server looks different now.</summary>
    Task RealServerChanged(long seq, string service, RealServerDocument server);

    /// <summary>Probes that ended, the last per real server, at most four messages a second.</summary>
    Task ProbeCompleted(long seq, IReadOnlyList<CompletedProbeDocument> probes);

    /// <summary>Something happened (probes excepted).</summary>
    Task EventRecorded(long seq, EventDocument recorded);

    /// <summary>A definition came into force.</summary>
    Task DefinitionApplied(long seq, long revision, IReadOnlyList<string> changes);

    /// <summary>This many messages were left out because this client, or the console, was too slow.</summary>
    Task Dropped(long count);
}

/// <summary>The last probe of a real server and what the checks say after it.</summary>
/// <param name="Service">Virtual service.</param>
/// <param name="Server">Endpoint.</param>
/// <param name="CheckIndex">Which of its checks, 0-based.</param>
/// <param name="Probe">The result.</param>
public sealed record CompletedProbeDocument(string Service, string Server, int CheckIndex, ProbeDocument Probe);

/// <summary>Answer of <c>GetSnapshot()</c>.</summary>
/// <param name="Seq">Number of the last message that is in the picture.</param>
/// <param name="Status">The picture.</param>
public sealed record SnapshotDocument(long Seq, StatusDocument Status);
