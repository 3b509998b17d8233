using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.KeepalivedConf.Export;

/// <summary>Writes a <c>vrrp_sync_group</c>.</summary>
internal static class SyncGroupText
{
    public static void Write(NodeGroup part, ConfWriter text)
    {
        SyncGroupDefinition group = part.Group;
        text.At = part.Pointer;
        text.Open("vrrp_sync_group", group.Name);
        text.Open("group");
        foreach (string member in part.Members) text.Item("members", member);
        text.Close();
        TrackText.WriteList(group.Tracks, "tracks", text);
        text.Flag(group.TrackingWeight, "sync_group_tracking_weight");
        NotifyText.Write(group.Notify, "notify", isGroup: true, text);
        MailText.WriteAlert(group.Alert, text);
        text.Close();
    }
}
