using System.Text.Json;
using System.Text.Json.Nodes;
using KeepaliveConsole.Data.History;
using KeepaliveConsole.Engine.Definitions.Json;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Web.Components.Parts;
using KeepaliveConsole.Web.Components.Texts;
using KeepaliveConsole.Web.Operations.Windows;
using static KeepaliveConsole.Web.Components.Texts.ConsoleText;

namespace KeepaliveConsole.Web.Features.Events;

/// <summary>A stored event as the page shows it.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Told">What it says.</param>
public sealed record EventLine(long Id, StreamedEvent Told)
{
    /// <summary>What each kind of event is called, in English, in the order of the filter.</summary>
    public static IReadOnlyList<(string Kind, string Title, Glyph Glyph)> Kinds { get; } =
    [
        ("vrrpTransitioned", Key("VRRP state"), Glyph.Swap),
        ("heartbeatLineChanged", Key("Heartbeat line"), Glyph.Pulse),
        ("trackChanged", Key("Tracking"), Glyph.Graph),
        ("splitBrainStarted", Key("Split brain begun"), Glyph.Triangle),
        ("splitBrainEnded", Key("Split brain over"), Glyph.CircleCheck),
        ("realServerStateChanged", Key("Check"), Glyph.Servers),
        ("realServerTableChanged", Key("Table"), Glyph.ArrowToBar),
        ("quorumChanged", Key("Quorum"), Glyph.HalfRight),
        ("driftRepaired", Key("Repair"), Glyph.Wrench),
        ("definitionApplied", Key("Configuration"), Glyph.Pencil),
        ("definitionRejected", Key("Configuration refused"), Glyph.OctagonCross),
        ("electionProcessChanged", Key("Election process"), Glyph.Cog),
        ("engineNotice", Key("Engine"), Glyph.InfoCircle),
        (WindowNews.OpenedKind, Key("Trial begun"), Glyph.Clock),
        (WindowNews.ClosedKind, Key("Trial over"), Glyph.Clock),
    ];

    /// <summary>Reads a stored event; one that cannot be read is shown as it is.</summary>
    public static EventLine From(StoredEvent stored)
    {
        ArgumentNullException.ThrowIfNull(stored);
        try
        {
            if (JsonSerializer.Deserialize<StreamedEvent>(stored.Json, DefinitionJson.Options) is { Sentence: not null } told) return new EventLine(stored.Id, told);
        }
        catch (JsonException)
        {
            // Shown as it is.
        }

        return new EventLine(stored.Id, new StreamedEvent(stored.Kind, "", default, 0, 0, EventSeverity.Info, stored.Instance, stored.Service, null, stored.Json, []));
    }

    /// <summary>Icon of its kind.</summary>
    public Glyph Glyph => Kinds.FirstOrDefault(each => each.Kind == Told.Type) is { Kind: not null } known ? known.Glyph : Glyph.DashedCircle;

    /// <summary>What its kind is called.</summary>
    public string KindIn(ConsoleText text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Kinds.FirstOrDefault(each => each.Kind == Told.Type) is { Kind: not null } known ? text[known.Title] : Told.Type;
    }

    /// <summary>What it is about; null = the engine.</summary>
    public string? Subject => Told.Instance ?? (Told.Server is { } server ? $"{Told.Service} {server}" : Told.Service);

    /// <summary>Where that is shown; null = nowhere.</summary>
    public string? Address => Told switch
    {
        { Instance: { } instance } => $"instances?instance={Uri.EscapeDataString(instance)}",
        { Server: { } server } => $"real-servers?search={Uri.EscapeDataString(server)}",
        { Service: { } service } => $"real-servers?search={Uri.EscapeDataString(service)}",
        { Type: "definitionApplied" or "definitionRejected" or WindowNews.OpenedKind or WindowNews.ClosedKind, Revision: > 0 } => "changes?tab=history",
        _ => null,
    };

    /// <summary>What happened, in a language; in English where it cannot be read as what it says it is.</summary>
    public string SentenceIn(ConsoleText text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Language != Language.Chinese) return Told.Sentence;
        return Told.Type switch
        {
            WindowNews.OpenedKind => text["Revision {0} of {1} is on trial: it goes back to revision {2} at {3} unless confirmed.", Detail("revision"), Detail("actor"), Detail("backTo"), Detail("endsAt")],
            WindowNews.ClosedKind => Closed(text),
            _ => Happened() is { } happened ? EventSentence.In(happened, text) : Told.Sentence,
        };
    }

    private string Closed(ConsoleText text)
    {
        string end = Detail("outcome") switch
        {
            "confirmed" => text["Revision {0} was confirmed and stays.", Detail("revision")],
            "reverted" => text["Revision {0} was taken back to {1}.", Detail("revision"), Detail("backTo")],
            "rolledBack" => text["Revision {0} went back to {1} by itself.", Detail("revision"), Detail("backTo")],
            "stayed" => text["Revision {0} could not go back to {1} and stays.", Detail("revision"), Detail("backTo")],
            _ => text["Revision {0} is no longer on trial: its window is gone from the store.", Detail("revision")],
        };
        return Detail("reason") is { Length: > 0 } reason ? end + reason : end;
    }

    private string Detail(string member) => Told.Detail[member]?.ToString() ?? "";

    // What the engine told, from its kind and what only events of this kind have.
    private EngineEvent? Happened()
    {
        var members = new JsonObject { ["type"] = Told.Type };
        foreach ((string name, JsonNode? value) in Told.Detail) members.TryAdd(name, value?.DeepClone());
        try
        {
            return members.Deserialize<EngineEvent>(DefinitionJson.Options);
        }
        catch (Exception error) when (error is JsonException or NotSupportedException)
        {
            return null;
        }
    }
}
