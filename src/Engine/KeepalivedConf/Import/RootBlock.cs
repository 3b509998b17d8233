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

    public List<ServiceDraft> Services { get; } = [];
}

/// <summary>The keywords outside every block.</summary>
internal static class RootBlock
{
    public static KeywordTable<FileDraft> Keywords { get; } = Create();

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
        table.AddBlock("virtual_server", (file, block, reader) =>
        {
            if (ServiceBlock.Read(block, reader) is { } service) file.Services.Add(service);
        });
        return table;
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
