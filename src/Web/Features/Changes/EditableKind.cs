using System.Text.Json;
using System.Text.Json.Nodes;
using KeepaliveConsole.Engine;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Definitions.Json;
using KeepaliveConsole.Engine.Definitions.Rules;
using KeepaliveConsole.Web.Components.Parts;
using KeepaliveConsole.Web.Operations;
using KeepaliveConsole.Web.Operations.Editing;
using static KeepaliveConsole.Web.Components.Texts.ConsoleText;

namespace KeepaliveConsole.Web.Features.Changes;

/// <summary>A kind of object as pages edit it: as JSON with masked secrets, whatever its type.</summary>
/// <param name="Slug">Stable word in addresses: <c>vrrp-instance</c>.</param>
/// <param name="Title">What a list of them is called, in English.</param>
/// <param name="Word">What one is called, in English.</param>
/// <param name="Glyph">Its icon.</param>
/// <param name="Type">The definition's type.</param>
public abstract record EditableKind(string Slug, string Title, string Word, Glyph Glyph, Type Type)
{
    /// <summary>All of them, in the order people look for them.</summary>
    public static IReadOnlyList<EditableKind> All { get; } =
    [
        new EditableKind<VirtualServiceDefinition>(DefinitionKinds.VirtualServices, Key("Virtual services"), Key("virtual service"), Glyph.Servers),
        new EditableKind<VrrpInstanceDefinition>(DefinitionKinds.VrrpInstances, Key("VRRP instances"), Key("VRRP instance"), Glyph.Swap),
        new EditableKind<SyncGroupDefinition>(DefinitionKinds.SyncGroups, Key("Sync groups"), Key("sync group"), Glyph.Graph),
        new EditableKind<TrackScriptDefinition>(DefinitionKinds.TrackScripts, Key("Track scripts"), Key("track script"), Glyph.Prompt),
        new EditableKind<TrackProcessDefinition>(DefinitionKinds.TrackProcesses, Key("Track processes"), Key("track process"), Glyph.Cog),
        new EditableKind<TrackFileDefinition>(DefinitionKinds.TrackFiles, Key("Track files"), Key("track file"), Glyph.Lines),
        new EditableKind<NodeDefinition>(DefinitionKinds.Nodes, Key("Nodes and their settings"), Key("node"), Glyph.Tiles),
    ];

    /// <summary>What one is called, within a sentence.</summary>
    public abstract Sentence Noun { get; }

    /// <summary>Its objects under <c>/api/v1</c>: <c>/vrrp-instances</c>.</summary>
    public string Path => Slug.EndsWith('s') ? $"/{Slug}es" : $"/{Slug}s";

    /// <summary>The kind with this slug; null = there is none.</summary>
    public static EditableKind? Find(string? slug) => All.FirstOrDefault(kind => kind.Slug == slug);

    /// <summary>Names of the objects, in the order of the definition.</summary>
    public abstract IReadOnlyList<string> NamesIn(ClusterDefinition definition);

    /// <summary>One object with its secrets masked; null = there is none of that name.</summary>
    public abstract JsonObject? Find(ClusterDefinition definition, string name);

    /// <summary>Tag of the real object, secrets included; null = there is none.</summary>
    public abstract string? TagOf(ClusterDefinition definition, string name);

    /// <summary>The definition with <paramref name="value"/> in place of the object of that name, or after the others.</summary>
    public abstract EditResult Put(ClusterDefinition definition, string name, JsonObject value);

    /// <summary>The definition without the object.</summary>
    public abstract EditResult Remove(ClusterDefinition definition, string name);

    /// <summary>The object as text with every secret masked; null when it cannot be read.</summary>
    public abstract string? Shown(JsonObject value);

    /// <summary>The same object as the definition writes it, all members there; null with the fault when it cannot be read.</summary>
    public abstract JsonObject? Canonical(JsonObject value, out JsonFault? fault);
}

/// <inheritdoc cref="EditableKind" />
public sealed record EditableKind<T>(DefinitionKind<T> Kind, string Title, string Word, Glyph Glyph) : EditableKind(Kind.Slug, Title, Word, Glyph, typeof(T))
    where T : class
{
    /// <inheritdoc />
    public override Sentence Noun => Kind.Word;

    /// <inheritdoc />
    public override IReadOnlyList<string> NamesIn(ClusterDefinition definition) => [.. Kind.ListIn(definition)!.Items.Select(Kind.KeyOf)];

    /// <inheritdoc />
    public override JsonObject? Find(ClusterDefinition definition, string name) =>
        Kind.Find(definition, name) is { } found ? JsonSerializer.SerializeToNode(found, DefinitionJson.MaskedOptions)!.AsObject() : null;

    /// <inheritdoc />
    public override string? TagOf(ClusterDefinition definition, string name) => Kind.Find(definition, name) is { } found ? DefinitionJson.HashPart(found) : null;

    /// <inheritdoc />
    public override EditResult Put(ClusterDefinition definition, string name, JsonObject value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (DefinitionJson.TryReadPart(value.ToJsonString(), out T? item, out JsonFault? fault)) return Kind.Put(definition, name, item!);
        return EditResult.Refuse(new OperationResult(OperationStatus.Refused, fault!.Text, Problems: [new(ProblemSeverity.Error, fault.Pointer, "json", fault.Reason)]));
    }

    /// <inheritdoc />
    public override EditResult Remove(ClusterDefinition definition, string name) => Kind.Remove(definition, name);

    /// <inheritdoc />
    public override string? Shown(JsonObject value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return DefinitionJson.TryReadPart(value.ToJsonString(), out T? item, out _) ? DefinitionJson.WritePartMasked(item) : null;
    }

    /// <inheritdoc />
    public override JsonObject? Canonical(JsonObject value, out JsonFault? fault)
    {
        ArgumentNullException.ThrowIfNull(value);
        return DefinitionJson.TryReadPart(value.ToJsonString(), out T? item, out fault) ? JsonSerializer.SerializeToNode(item, DefinitionJson.Options)!.AsObject() : null;
    }
}
