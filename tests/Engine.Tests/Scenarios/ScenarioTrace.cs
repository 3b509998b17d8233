using System.Globalization;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.TestKit.Simulation;
using KeepaliveConsole.Engine.Vrrp.Recording;
using KeepaliveConsole.Engine.Vrrp;

namespace KeepaliveConsole.Engine.Tests.Scenarios;

/// <summary>
/// What a network engineer would see: adverts, addresses, announcements and sentences, in seconds. Timers and renewals are left
/// out; the same adverts in a row become one line with their number.
/// </summary>
internal sealed class ScenarioTrace
{
    private readonly List<Entry> _entries = [];

    /// <summary>Something the script did.</summary>
    public void Note(MonotonicTime at, string text) => _entries.Add(new Entry(at, at, "", text, 1));

    /// <summary>A step of a director.</summary>
    public void Add(SimulatedStep step)
    {
        VrrpOutput[] visible = [.. step.Outputs.Where(output => output.Kind is not (VrrpOutputKind.SetTimer or VrrpOutputKind.RenewAddresses or VrrpOutputKind.PublishTransition))];
        if (visible.Length > 0) AddLine(step, VrrpOutputText.Of(visible), isAdvert: visible is [{ Kind: VrrpOutputKind.SendAdvertisement }]);
        if (step.Outputs.Count > 0 && step.Outputs[^1].Transition is { } transition) AddLine(step, TransitionSentence.English(transition), isAdvert: false);
    }

    /// <summary>The trace.</summary>
    public IReadOnlyList<string> Lines() => [.. _entries.Select(Line)];

    private void AddLine(SimulatedStep step, string text, bool isAdvert)
    {
        string name = step.Director.Name;
        if (isAdvert && _entries.Count > 0 && _entries[^1] is { } last && last.Director == name && last.Text == text)
            _entries[^1] = last with { LastAt = step.At, Times = last.Times + 1 };
        else
            _entries.Add(new Entry(step.At, step.At, name, text, 1));
    }

    private static string Line(Entry entry)
    {
        string first = Seconds(entry.FirstAt);
        string when = entry.Times == 1 ? $"{first,9}             " : $"{first,9} .. {Seconds(entry.LastAt),8} ";
        string who = entry.Director.Length == 0 ? "*" : entry.Director;
        return $"{when} {who}  {entry.Text}{(entry.Times == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $", {entry.Times} times"))}";
    }

    private static string Seconds(MonotonicTime time) => (time.Nanoseconds / 1e9).ToString("0.000", CultureInfo.InvariantCulture);

    private sealed record Entry(MonotonicTime FirstAt, MonotonicTime LastAt, string Director, string Text, int Times);
}
