using System.Net;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.KeepalivedConf.Evaluation;
using KeepaliveConsole.Engine.KeepalivedConf.Syntax;

namespace KeepaliveConsole.Engine.KeepalivedConf.Import;

/// <summary>A <c>vrrp_instance</c> as its block says it, before defaults that depend on each other are settled.</summary>
internal sealed class InstanceDraft(string name, ConfPosition position) : NamedDraft(name, position)
{
    public bool? IsMaster { get; set; }

    public string? Interface { get; set; }

    public int? VirtualRouterId { get; set; }

    public VrrpVersion? Version { get; set; }

    public byte? Priority { get; set; }

    public TimeSpan? AdvertisementInterval { get; set; }

    public bool Preempt { get; set; } = true;

    public TimeSpan PreemptDelay { get; set; }

    public int DownTimerAdverts { get; set; } = 3;

    public VrrpAuthenticationType? AuthenticationType { get; set; }

    public string? Password { get; set; }

    public TimeSpan? SecondBurstDelay { get; set; }

    public int? AnnouncementRepeat { get; set; }

    public IPAddress? SourceAddress { get; set; }

    public string? NotifyMaster { get; set; }

    public List<(VirtualAddressDefinition Address, ConfPosition Position)> Addresses { get; } = [];

    public List<(IPAddress Address, ConfPosition Position)> UnicastPeers { get; } = [];

    public List<(TrackDefinition Track, ConfPosition Position)> Tracks { get; } = [];

    /// <summary>Where <paramref name="keyword"/> stands, or the instance itself when it was not written.</summary>
    public ConfPosition PositionOf(string keyword) => Seen.GetValueOrDefault(keyword, Position);
}

/// <summary>The keywords of <c>vrrp_instance</c>.</summary>
internal static class InstanceBlock
{
    private static readonly Dictionary<string, bool> s_states = new(StringComparer.Ordinal) { ["MASTER"] = true, ["BACKUP"] = false };

    private static readonly Dictionary<string, VrrpAuthenticationType> s_authentications = new(StringComparer.Ordinal)
    {
        ["PASS"] = VrrpAuthenticationType.Password,
        ["AH"] = VrrpAuthenticationType.AuthenticationHeader,
    };

    private static readonly KeywordTable<InstanceDraft> s_authentication = new()
    {
        { "auth_type", (draft, line, reader) =>
            {
                draft.AuthenticationType = reader.Choice(line, s_authentications) ?? draft.AuthenticationType;
                reader.NoMore(line, 1);
                draft.Seen["auth_type"] = line.Keyword.Position;
            }
        },
        { "auth_pass", (draft, line, reader) =>
            {
                draft.Password = reader.Text(line);
                draft.Seen["auth_pass"] = line.Keyword.Position;
            }
        },
    };

    public static KeywordTable<InstanceDraft> Keywords { get; } = Create();

    private static KeywordTable<InstanceDraft> Create()
    {
        var table = new KeywordTable<InstanceDraft>();
        Line(table, "state", (draft, line, reader) => draft.IsMaster = State(line, reader) ?? draft.IsMaster);
        Line(table, "interface", (draft, line, reader) => draft.Interface = reader.Text(line));
        Line(table, "virtual_router_id", (draft, line, reader) => draft.VirtualRouterId = (int?)reader.Integer(line, 1, 255));
        Line(table, "version", (draft, line, reader) => draft.Version = VrrpValues.Version(line, reader));
        Line(table, "priority", (draft, line, reader) => draft.Priority = (byte?)reader.Integer(line, 1, 255));
        Line(table, "advert_int", (draft, line, reader) => draft.AdvertisementInterval = reader.Seconds(line, 0.01m, 255));
        Line(table, "preempt", (draft, line, reader) => draft.Preempt = reader.Flag(line));
        Line(table, "nopreempt", (draft, line, reader) => draft.Preempt = !reader.Flag(line));
        Line(table, "preempt_delay", (draft, line, reader) => draft.PreemptDelay = reader.Seconds(line, 0, 1000) ?? TimeSpan.Zero);
        Line(table, "down_timer_adverts", (draft, line, reader) => draft.DownTimerAdverts = (int)(reader.Integer(line, 1, 100) ?? 3));
        Line(table, "garp_master_delay", (draft, line, reader) => draft.SecondBurstDelay = VrrpValues.SecondBurstDelay(line, reader));
        Line(table, "garp_master_repeat", (draft, line, reader) => draft.AnnouncementRepeat = VrrpValues.AnnouncementRepeat(line, reader));
        Line(table, "mcast_src_ip", (draft, line, reader) => draft.SourceAddress = reader.Address(line));
        Line(table, "unicast_src_ip", (draft, line, reader) => draft.SourceAddress = reader.Address(line));
        Line(table, "notify_master", ReadNotifyMaster);

        // The master answers on its addresses; there is nothing to switch on.
        Line(table, "accept", (_, line, reader) => reader.NoMore(line, 0));
        Block(table, "authentication", (draft, block, reader) => s_authentication.Apply(draft, block.Children!, reader));
        Block(table, "virtual_ipaddress", (draft, block, reader) => AddressLines.Read(draft, block, reader, excluded: false));
        Block(table, "virtual_ipaddress_excluded", (draft, block, reader) => AddressLines.Read(draft, block, reader, excluded: true));
        Block(table, "unicast_peer", ReadPeers);
        Block(table, "track_interface", (draft, block, reader) => TrackLines.Read(draft, block, reader, TrackKind.Interface));
        Block(table, "track_script", (draft, block, reader) => TrackLines.Read(draft, block, reader, TrackKind.Script));
        Block(table, "track_process", (draft, block, reader) => TrackLines.Read(draft, block, reader, TrackKind.Process));
        return table;
    }

    private static void Line(KeywordTable<InstanceDraft> table, string name, Action<InstanceDraft, ConfDirective, ConfReader> apply) => table.Add(name, Marked(name, apply));

    private static void Block(KeywordTable<InstanceDraft> table, string name, Action<InstanceDraft, ConfDirective, ConfReader> apply) => table.AddBlock(name, Marked(name, apply));

    // Remembers the keyword also when its value is wrong, so that it is not reported as missing on top.
    private static Action<InstanceDraft, ConfDirective, ConfReader> Marked(string name, Action<InstanceDraft, ConfDirective, ConfReader> apply) => (draft, line, reader) =>
    {
        draft.Seen[name] = line.Keyword.Position;
        apply(draft, line, reader);
    };

    private static bool? State(ConfDirective line, ConfReader reader)
    {
        reader.NoMore(line, 1);
        return reader.Choice(line, s_states);
    }

    // The program is one word, quoted where it has arguments; a user and a group may follow.
    private static void ReadNotifyMaster(InstanceDraft draft, ConfDirective line, ConfReader reader)
    {
        draft.NotifyMaster = reader.Word(line)?.Text;
        reader.NoMore(line, 1);
    }

    private static void ReadPeers(InstanceDraft draft, ConfDirective block, ConfReader reader)
    {
        foreach (ConfDirective line in reader.Lines(block))
        {
            if (reader.Address(line.Keyword, "a unicast peer") is { } address) draft.UnicastPeers.Add((address, line.Keyword.Position));
            reader.NoMore(line, 0);
        }
    }
}
