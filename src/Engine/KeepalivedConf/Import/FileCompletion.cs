using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.KeepalivedConf.Syntax;

namespace KeepaliveConsole.Engine.KeepalivedConf.Import;

/// <summary>Makes the definition out of the drafts and remembers where each part came from.</summary>
internal sealed class FileCompletion(FileDraft file, string node, ConfReader reader, PositionMap positions)
{
    public ClusterDefinition Complete() => new()
    {
        Nodes =
        [
            new NodeDefinition
            {
                Name = node,
                RouterId = file.Global.RouterId == node ? null : file.Global.RouterId,
                ScriptUser = file.Global.ScriptUser,
                ScriptSecurity = file.Global.ScriptSecurity,
                StartupDelay = file.Global.StartupDelay,
                NotifyFifos = Fifos(file.Global.Fifos[0], file.Global.Fifos[1]),
                ServiceNotifyFifos = Fifos(file.Global.Fifos[0], file.Global.Fifos[2]),
                LoadBalancer = file.Global.LoadBalancer,
                InitialServerNotices = file.Global.InitialServerNotices,
                Mail = Mail(),
            },
        ],
        VrrpInstances = Instances(),
        SyncGroups = file.SyncGroups.Select(SyncGroup).ToValueArray(),
        TrackScripts = file.TrackScripts.Select((draft, index) => Placed(draft.Definition, $"/trackScripts/{index}", draft.Position)).ToValueArray(),
        TrackProcesses = file.TrackProcesses.Select((draft, index) => Placed(draft.Complete(), $"/trackProcesses/{index}", draft.Position)).ToValueArray(),
        TrackFiles = file.TrackFiles.Select((draft, index) => Placed(draft.Definition, $"/trackFiles/{index}", draft.Position)).ToValueArray(),
        VirtualServices = Services(),
    };

    private MailDefinition? Mail()
    {
        file.Global.Mail.Place("/nodes/0/mail", positions);
        return file.Global.Mail.Complete(reader);
    }

    private static ValueArray<NotifyFifoDefinition> Fifos(params ReadOnlySpan<FifoDraft> drafts)
    {
        var fifos = new List<NotifyFifoDefinition>();
        foreach (FifoDraft draft in drafts)
            if (draft.Path is { } path && !fifos.Exists(other => other.Path == path)) fifos.Add(new NotifyFifoDefinition { Path = path, Script = draft.Script, User = draft.User });
        return fifos.ToValueArray();
    }

    private T Placed<T>(T definition, string pointer, ConfPosition position)
    {
        positions.Set(pointer, position);
        return definition;
    }

    private ValueArray<VrrpInstanceDefinition> Instances()
    {
        var instances = new List<VrrpInstanceDefinition>();
        foreach (InstanceDraft draft in file.Instances)
        {
            if (InstanceCompletion.Complete(draft, file.Global, node, reader) is not { } instance) continue;
            Place(draft, $"/vrrpInstances/{instances.Count}");
            instances.Add(instance);
        }

        return instances.ToValueArray();
    }

    private void Place(InstanceDraft draft, string pointer)
    {
        positions.Set(pointer, draft.Position);
        foreach ((string member, string keyword) in ((string, string)[])
            [
                ("virtualRouterId", "virtual_router_id"), ("version", "version"), ("advertisementIntervalMs", "advert_int"), ("preemptDelayMs", "preempt_delay"),
                ("downTimerAdverts", "down_timer_adverts"), ("authentication", "authentication"), ("authentication/password", "auth_pass"), ("virtualAddresses", "virtual_ipaddress"),
                ("announcement/repeat", "garp_master_repeat"), ("announcement/secondBurstDelayMs", "garp_master_delay"), ("participants/0/interface", "interface"),
                ("participants/0/priority", "priority"), ("participants/0/initialMaster", "state"), ("participants/0/unicastPeers", "unicast_peer"),
                ("participants/0/sourceAddress", draft.Seen.ContainsKey("unicast_src_ip") ? "unicast_src_ip" : "mcast_src_ip"), ("participants/0/notify", "notify"),
                ("participants/0/notify/master", "notify_master"), ("participants/0/notify/backup", "notify_backup"), ("participants/0/notify/fault", "notify_fault"),
                ("participants/0/notify/stop", "notify_stop"), ("participants/0/notify/deleted", "notify_deleted"), ("participants/0/notify/masterHearsLower", "notify_master_rx_lower_pri"),
                ("multicastGroup", "mcast_dst_ip"), ("timerExpiredBackup", "timer_expired_backup"), ("participants/0/virtualMac", "use_vmac"), ("participants/0/trackSourceAddress", "track_src_ip"),
                ("virtualRoutes", "virtual_routes"), ("virtualRules", "virtual_rules"),
            ])
            positions.Set($"{pointer}/{member}", draft.PositionOf(keyword));
        for (int index = 0; index < draft.Addresses.Count; index++) positions.Set($"{pointer}/virtualAddresses/{index}", draft.Addresses[index].Position);
        for (int index = 0; index < draft.Routes.Count; index++) positions.Set($"{pointer}/virtualRoutes/{index}", draft.Routes[index].Position);
        for (int index = 0; index < draft.Rules.Count; index++) positions.Set($"{pointer}/virtualRules/{index}", draft.Rules[index].Position);
        for (int index = 0; index < draft.UnicastPeers.Count; index++) positions.Set($"{pointer}/participants/0/unicastPeers/{index}", draft.UnicastPeers[index].Position);
        for (int index = 0; index < draft.Tracks.Count; index++) positions.Set($"{pointer}/participants/0/tracks/{index}", draft.Tracks[index].Position);
    }

    private SyncGroupDefinition SyncGroup(SyncGroupDraft draft, int index)
    {
        positions.Set($"/syncGroups/{index}", draft.Position);
        for (int member = 0; member < draft.Members.Count; member++) positions.Set($"/syncGroups/{index}/members/{member}", draft.Members[member].Position);
        for (int track = 0; track < draft.Tracks.Count; track++) positions.Set($"/syncGroups/{index}/tracks/{track}", draft.Tracks[track].Position);
        return new SyncGroupDefinition
        {
            Name = draft.Name,
            Members = draft.Members.Select(member => member.Text).ToValueArray(),
            Tracks = draft.Tracks.Select(track => track.Track).ToValueArray(),
            TrackingWeight = draft.TrackingWeight,
            Notify = draft.CompleteNotify(file.Global.PriorityChanges),
            Alert = draft.Alert,
        };
    }

    private ValueArray<VirtualServiceDefinition> Services()
    {
        var services = new List<VirtualServiceDefinition>();
        foreach (ServiceDraft draft in file.Services)
        {
            string pointer = $"/virtualServices/{services.Count}";
            if (ServiceCompletion.Complete(draft, file, reader, (member, position) => positions.Set(pointer + member, position)) is not { } service) continue;
            positions.Set(pointer, draft.Position);
            positions.Set($"{pointer}/quorum", draft.QuorumPosition ?? draft.Position);
            positions.Set($"{pointer}/hysteresis", draft.HysteresisPosition ?? draft.Position);
            positions.Set($"{pointer}/sorryServer", draft.SorryServerPosition ?? draft.Position);
            services.Add(service);
        }

        return services.ToValueArray();
    }
}
