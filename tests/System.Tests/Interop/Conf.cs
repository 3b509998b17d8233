using System.Globalization;
using KeepaliveConsole.Engine;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.KeepalivedConf;

namespace KeepaliveConsole.System.Tests.Interop;

/// <summary>One keepalived.conf text for both sides of an interop test: keepalived reads it as it is, the engine by its importer.</summary>
/// <param name="Version">VRRP version.</param>
/// <param name="Lines">Further lines of the instance.</param>
/// <param name="Vip">The virtual address with its prefix length, as in the file.</param>
internal sealed record Conf(int Version, string Lines = "", string Vip = "192.168.200.16/24")
{
    /// <summary>Time between adverts in seconds: 0.3 s makes tests quick, and VRRPv2 knows whole seconds only.</summary>
    public double AdvertSeconds { get; init; } = Version == 2 ? 1 : 0.3;

    /// <summary>The address alone.</summary>
    public string Address => Vip[..Vip.IndexOf('/', StringComparison.Ordinal)];

    /// <summary>The file for a machine.</summary>
    /// <param name="priority">Its priority.</param>
    /// <param name="more">Lines for this side only.</param>
    public string Text(int priority, string more = "") => string.Create(CultureInfo.InvariantCulture, $$"""
        global_defs {
            vrrp_version {{Version}}
        }
        vrrp_instance VI_1 {
            state BACKUP
            interface eth0
            version {{Version}}
            virtual_router_id 51
            priority {{priority}}
            advert_int {{AdvertSeconds}}
            {{Lines}}
            {{more}}
            virtual_ipaddress {
                {{Vip}}
            }
        }

        """);

    /// <summary>The same file as the engine understands it, for a node.</summary>
    public ClusterDefinition Definition(string node, int priority, string more = "")
    {
        ConfImportResult read = ConfImport.Read("keepalived.conf", new OneText(Text(priority, more)), node, node);
        Assert.False(read.HasErrors, string.Join("\n", read.Diagnostics));
        return read.Definition;
    }

    public override string ToString() => $"v{Version} {Vip} {Lines.ReplaceLineEndings(" ").Trim()}";

    private sealed class OneText(string text) : IConfSource
    {
        public string? Read(string path, out Sentence? problem)
        {
            problem = null;
            return text;
        }

        public IReadOnlyList<string> Match(string pattern, string includingFile) => [];
    }
}
