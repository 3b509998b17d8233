using KeepaliveConsole.Engine.KeepalivedConf.Evaluation;
using KeepaliveConsole.Engine.KeepalivedConf.Syntax;

namespace KeepaliveConsole.Engine.KeepalivedConf.Import;

/// <summary>A whole file in the making.</summary>
internal sealed class FileDraft
{
    public GlobalDraft Global { get; } = new();

    public List<InstanceDraft> Instances { get; } = [];

    public List<SyncGroupDraft> SyncGroups { get; } = [];

    public List<TrackScriptDraft> TrackScripts { get; } = [];

    public List<TrackProcessDraft> TrackProcesses { get; } = [];

    public List<TrackFileDraft> TrackFiles { get; } = [];

    public List<GroupDraft> Groups { get; } = [];

    public List<ServiceDraft> Services { get; } = [];

    public SslDraft Ssl { get; } = new();
}

/// <summary>What <c>SSL</c> says: the certificate that every <c>SSL_GET</c> shows.</summary>
internal sealed class SslDraft
{
    public string? Certificate { get; set; }

    public string? Key { get; set; }
}

/// <summary>The keywords outside every block.</summary>
internal static class RootBlock
{
    public static KeywordTable<FileDraft> Keywords { get; } = Create();

    /// <summary>The keywords of <c>SSL</c>.</summary>
    public static KeywordTable<SslDraft> Ssl { get; } = CreateSsl();

    private static KeywordTable<SslDraft> CreateSsl()
    {
        var table = new KeywordTable<SslDraft>
        {
            { "certificate", (draft, line, reader) => draft.Certificate = reader.Text(line) },
            { "key", (draft, line, reader) => draft.Key = reader.Text(line) },
        };
        table.AddNoEffect($"certificates of servers are not compared, as with keepalived; set verifyCertificate through the API to compare them with the host's authorities", "ca");
        table.AddNotSupported($"use a key file without a password that only the console's user may read", "password");
        return table;
    }

    private static KeywordTable<FileDraft> Create()
    {
        var table = new KeywordTable<FileDraft>();
        table.AddBlock("global_defs", (file, block, reader) =>
        {
            reader.NoMore(block, 0);
            GlobalBlock.Keywords.Apply(file.Global, block.Children!, reader);
        });
        table.AddBlock("vrrp_instance", (file, block, reader) => Named(file.Instances, block, reader, (name, at) => new InstanceDraft(name, at), InstanceBlock.Keywords));
        table.AddBlock("vrrp_sync_group", (file, block, reader) => Named(file.SyncGroups, block, reader, (name, at) => new SyncGroupDraft(name, at), SyncGroupDraft.Keywords));
        table.AddBlock("vrrp_script", (file, block, reader) => Named(file.TrackScripts, block, reader, (name, at) => new TrackScriptDraft(name, at), TrackScriptDraft.Keywords));
        table.AddBlock("vrrp_track_process", (file, block, reader) => Named(file.TrackProcesses, block, reader, (name, at) => new TrackProcessDraft(name, at), TrackProcessDraft.Keywords));
        foreach (string name in (string[])["track_file", "vrrp_track_file"])
            table.AddBlock(name, (file, block, reader) => Named(file.TrackFiles, block, reader, (name, at) => new TrackFileDraft(name, at), TrackFileDraft.Keywords));
        AddOthers(table);
        table.AddBlock("SSL", (file, block, reader) =>
        {
            reader.NoMore(block, 0);
            Ssl.Apply(file.Ssl, block.Children!, reader);
        });
        table.AddBlock("virtual_server_group", (file, block, reader) => file.Groups.Add(GroupBlock.Read(block, reader)));
        table.AddBlock("virtual_server", (file, block, reader) =>
        {
            if (ServiceBlock.Read(block, reader) is { } service) file.Services.Add(service);
        });
        return table;
    }

    private static void AddOthers(KeywordTable<FileDraft> table)
    {
        table.AddNoEffect($"the kernel reports every change of a link", "linkbeat_use_polling", "linkbeat_interfaces");
        table.AddNoEffect($"the console has a data directory of its own", "use_pid_dir", "instance");
        table.AddNoEffect($"the processes end by themselves", "child_wait_time");
        table.AddNoEffect($"there are no ipsets", "namespace_with_ipsets");
        table.AddNotSupported($"start the console in that network namespace (ip netns exec)", "net_namespace", "net_namespace_ipvs");
        table.AddNotSupported($"what is there whoever is Master belongs into the host's network configuration", "static_ipaddress", "static_routes", "static_rules", "track_group");
        table.AddNotSupported($"set vrrp_garp_interval and vrrp_gna_interval, which hold per interface", "garp_group");
        table.AddNotSupported($"a short loss is bridged by more heartbeat lines or a larger down_timer_adverts", "interface_up_down_delays");
        table.AddNotSupported($"there is no BFD; adverts of 10 ms (VRRPv3) or more heartbeat lines find a dead router as fast", "bfd_instance");
    }

    private static void Named<TDraft>(List<TDraft> drafts, ConfDirective block, ConfReader reader, Func<string, ConfPosition, TDraft> create, KeywordTable<TDraft> keywords)
    {
        // A nameless block is read all the same, so that what is wrong inside is reported too.
        bool isNamed = block.Arguments.Count > 0;
        TDraft draft = create(reader.Text(block) ?? "", block.Keyword.Position);
        keywords.Apply(draft, block.Children!, reader);
        if (isNamed) drafts.Add(draft);
    }
}
