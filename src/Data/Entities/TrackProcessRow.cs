using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Data.Entities;

/// <summary>A process that instances track.</summary>
internal sealed class TrackProcessRow : OrderedRow
{
    public required string Name { get; set; }

    public required string Process { get; set; }

    public int Weight { get; set; }

    public int Quorum { get; set; }

    public int? MaximumQuorum { get; set; }

    public TimeSpan ForkDelay { get; set; }

    public TimeSpan TerminateDelay { get; set; }

    public bool Reverse { get; set; }

    public bool FullCommand { get; set; }

    public ParameterMatch ParameterMatch { get; set; }

    public List<ProcessParameterRow> Parameters { get; set; } = [];
}

/// <summary>An argument a tracked process must have been started with.</summary>
internal sealed class ProcessParameterRow : OrderedRow
{
    public long TrackProcessId { get; set; }

    public required string Parameter { get; set; }
}
