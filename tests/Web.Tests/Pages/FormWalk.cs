using KeepaliveConsole.Web.Features.Changes;
using KeepaliveConsole.Web.Features.Changes.Forms;

namespace KeepaliveConsole.Web.Tests.Pages;

/// <summary>Every form there is, from the kinds of objects down to the last record in them.</summary>
internal static class FormWalk
{
    /// <summary>The records; one that comes in several kinds, once for each.</summary>
    public static IEnumerable<(Type Type, string? Kind, RecordShape Shape)> Records()
    {
        var seen = new HashSet<(Type, string?)>();
        var open = new Queue<(Type Type, string? Kind)>(EditableKind.All.Select(kind => (kind.Type, (string?)null)));
        while (open.TryDequeue(out (Type Type, string? Kind) each))
        {
            if (!seen.Add(each)) continue;
            RecordShape record = FormShapes.Record(each.Type, each.Kind);
            yield return (each.Type, each.Kind, record);
            foreach (ValueShape shape in record.Fields.Select(field => field.Value.Item ?? field.Value))
            {
                if (shape.Record is null) continue;
                if (shape.Choices.Count == 0) open.Enqueue((shape.Record, null));
                foreach (FieldChoice choice in shape.Choices) open.Enqueue((shape.Record, choice.Value));
            }
        }
    }

    /// <summary>Every text that a form takes from a definition: names of fields, and what the doc comments say of types, fields and words.</summary>
    public static IEnumerable<string> Texts() => Records().SelectMany(record => record.Shape.Fields
        .SelectMany(field => (field.Value.Item ?? field.Value).Choices.Select(choice => choice.Help).Append(field.Help).Append(field.Label))
        .Append(record.Shape.Help)).OfType<string>().Distinct();
}
