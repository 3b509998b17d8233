using System.Reflection;
using System.Text.Json.Serialization.Metadata;

namespace KeepaliveConsole.Engine.Definitions.Json;

/// <summary>
/// Members that definitions had in earlier versions: read, so that stored revisions and snapshots and the programs of others keep working;
/// never written.
/// </summary>
internal static class FormerMembers
{
    private static readonly PropertyInfo s_notify = typeof(VrrpParticipantDefinition).GetProperty(nameof(VrrpParticipantDefinition.Notify))!;
    private static readonly PropertyInfo s_master = typeof(NotifyDefinition).GetProperty(nameof(NotifyDefinition.Master))!;
    private static readonly PropertyInfo s_forkDelay = typeof(TrackProcessDefinition).GetProperty(nameof(TrackProcessDefinition.ForkDelay))!;
    private static readonly PropertyInfo s_terminateDelay = typeof(TrackProcessDefinition).GetProperty(nameof(TrackProcessDefinition.TerminateDelay))!;

    /// <summary>Lets the reader take them.</summary>
    public static void Read(JsonTypeInfo type)
    {
        if (type.Type == typeof(VrrpParticipantDefinition)) Add(type, "notifyMaster", typeof(string), ReadNotifyMaster);
        if (type.Type == typeof(TrackProcessDefinition)) Add(type, "delayMs", typeof(TimeSpan), ReadDelay);
    }

    private static void Add(JsonTypeInfo type, string name, Type of, Action<object, object?> set)
    {
        JsonPropertyInfo property = type.CreateJsonPropertyInfo(of, name);
        property.Set = set;
        property.IsSetNullable = !of.IsValueType;
        type.Properties.Add(property);
    }

    // The only program of then; the others of now stay as they are.
    private static void ReadNotifyMaster(object participant, object? program)
    {
        if (program is null) return;
        object notify = s_notify.GetValue(participant) ?? new NotifyDefinition();
        s_master.SetValue(notify, program);
        s_notify.SetValue(participant, notify);
    }

    // One delay was both.
    private static void ReadDelay(object process, object? delay)
    {
        s_forkDelay.SetValue(process, delay);
        s_terminateDelay.SetValue(process, delay);
    }
}
