using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Definitions.Difference;
using KeepaliveConsole.Engine.Definitions.Rules;
using KeepaliveConsole.Engine.KeepalivedConf;
using KeepaliveConsole.Engine.KeepalivedConf.Export;
using KeepaliveConsole.Engine.TestKit.Definitions;

namespace KeepaliveConsole.Engine.Tests.KeepalivedConf.Export;

public sealed class KeepalivedConfExportTests
{
    private const string Usual = """
        global_defs {
            router_id l1
        }
        vrrp_instance VI_WEB {
            interface eth0
            virtual_router_id 51
            priority 200
            advert_int 1
            authentication {
                auth_type PASS
                auth_pass k33paliv
            }
            virtual_ipaddress {
                10.88.0.100/24 dev eth0 label eth0:0
            }
        }
        virtual_server 10.88.0.100 80 {
            delay_loop 2
            lb_algo wrr
            lb_kind NAT
            protocol TCP
            sorry_server 10.88.0.199 80
            real_server 10.88.0.101 80 {
                weight 3
                HTTP_GET {
                    url {
                        path /healthCheck
                        status_code 200
                    }
                    connect_timeout 3
                    nb_get_retry 3
                    delay_before_retry 1
                }
            }
        }
        """;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void WhatAFileCanSay_ComesBackTheSame_ForEachNodeOf1000Definitions(bool withOddTexts)
    {
        int files = 0;
        for (int seed = 1; seed <= 1000; seed++)
        {
            ClusterDefinition definition = new RandomDefinitions(seed, withOddTexts: withOddTexts).Next();
            Assert.True(!DefinitionRules.Check(definition).Any(problem => problem.Severity == ProblemSeverity.Error), $"{seed}: {string.Join("\n", DefinitionRules.Check(definition))}");
            foreach (NodeDefinition node in definition.Nodes)
            {
                ConfExport export = KeepalivedConfExport.Write(definition, node.Name, withSecrets: true);
                ConfImportResult read = Read(export.Text, node.Name);
                Assert.Equal([], export.Losses.Select(loss => $"{seed}: {loss}"));
                Assert.False(read.HasErrors, $"{seed}: {string.Join("\n", read.Diagnostics)}\n{export.Text}");
                AssertSame(NodeView.Of(definition, node.Name), NodeView.Of(read.Definition, node.Name), seed, export.Text);
                files++;
            }
        }

        Assert.InRange(files, 1000, 3000);
    }

    [Fact]
    public void WhatAFileCannotSay_IsNamedAtItsPlace_AndNothingElseIsLost()
    {
        int lossy = 0;
        for (int seed = 1; seed <= 1000; seed++)
        {
            ClusterDefinition definition = new RandomDefinitions(seed, withMore: true).Next();
            string node = definition.Nodes[0].Name;
            ConfExport export = KeepalivedConfExport.Write(definition, node, withSecrets: true);
            ConfImportResult read = Read(export.Text, node);
            Assert.False(read.HasErrors, $"{seed}: {string.Join("\n", read.Diagnostics)}");
            Assert.Equal(export.Losses.Count, Comments(export.Text).Count());
            ClusterDefinition wanted = NodeView.Of(definition, node);
            ClusterDefinition got = NodeView.Of(read.Definition, node);
            if (export.Losses.Count == 0) AssertSame(wanted, got, seed, export.Text);
            else lossy++;

            // What the file said is all that is left, so a second round loses nothing more.
            ConfExport again = KeepalivedConfExport.Write(read.Definition, node, withSecrets: true);
            Assert.Equal([], again.Losses.Select(loss => $"{seed}: {loss}"));
            AssertSame(got, NodeView.Of(Read(again.Text, node).Definition, node), seed, again.Text);
        }

        Assert.InRange(lossy, 500, 1000);
    }

    [Fact]
    public void Export_IsTheSameEachTime_ByteForByte()
    {
        for (int seed = 1; seed <= 50; seed++)
        {
            string Text() => KeepalivedConfExport.Write(new RandomDefinitions(seed, withMore: true).Next(), "lb1").Text;
            Assert.Equal(Text(), Text());
        }
    }

    [Theory]
    [InlineData("director.conf")]
    [InlineData("marks.conf")]
    [InlineData("tracked.conf")]
    [InlineData("everything.conf")]
    public void Samples_ComeBackTheSame(string name)
    {
        ClusterDefinition definition = SampleFiles.Import(name, "n1").Definition;
        ConfExport export = KeepalivedConfExport.Write(definition, "n1", withSecrets: true);
        Assert.Empty(export.Losses);
        AssertSame(NodeView.Of(definition, "n1"), NodeView.Of(Read(export.Text, "n1").Definition, "n1"), 0, export.Text);
    }

    [Fact]
    public void EndpointsWithAnotherPort_AreLeftOut_WhereATunnelCannotChangeIt()
    {
        ConfExport export = KeepalivedConfExport.Write(SampleFiles.Import("balancing.conf", "n1").Definition, "n1");
        Assert.Equal(["/virtualServices/0/moreEndpoints/0", "/virtualServices/0/moreEndpoints/1"], export.Losses.Select(loss => loss.Pointer));
        Assert.Contains("\nvirtual_server_group DNS {\n    10.0.0.1 53\n", export.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("53-54\n", export.Text.Replace("# not in keepalived: the endpoint 10.0.0.2-10.0.0.3 53-54", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void Text_IsWhatAPersonWouldWrite()
    {
        Assert.Equal(
            """
            # keepalived.conf of l1, written by KeepaliveConsole.
            # A line "not in keepalived" names a setting that keepalived does not have.

            global_defs {
                router_id l1
            }

            vrrp_instance VI_WEB {
                state BACKUP
                interface eth0
                virtual_router_id 51
                priority 200
                higher_prio_send_advert on
                authentication {
                    auth_type PASS
                    # The password is not shown; put the real one here, or let an administrator export with secrets.
                    auth_pass ***
                }
                virtual_ipaddress {
                    10.88.0.100/24 dev eth0 label eth0:0
                }
            }

            virtual_server 10.88.0.100 80 {
                delay_loop 2
                lb_algo wrr
                lb_kind NAT
                protocol TCP
                sorry_server 10.88.0.199 80
                real_server 10.88.0.101 80 {
                    weight 3
                    HTTP_GET {
                        url {
                            path /healthCheck
                            status_code 200
                        }
                        retry 3
                        delay_before_retry 1
                        connect_timeout 3
                    }
                }
            }

            """,
            KeepalivedConfExport.Write(TextSource.Import(Usual).Definition, "l1").Text);
    }

    [Fact]
    public void Passwords_AreMasked_UnlessAskedFor_AndAMaskIsNotTakenForOne()
    {
        ClusterDefinition definition = Instance("VI_A", instance => instance with { Authentication = new VrrpAuthentication { Type = VrrpAuthenticationType.Password, Password = "s3cr t#1" } });
        string masked = KeepalivedConfExport.Write(definition, "n1").Text;
        Assert.DoesNotContain("s3cr", masked, StringComparison.Ordinal);
        Assert.Contains("        auth_pass ***\n", masked, StringComparison.Ordinal);
        Assert.Contains(Read(masked, "n1").Diagnostics, found => found.Severity == ConfSeverity.Error && found.Message.Contains("mask", StringComparison.Ordinal));
        Assert.Contains("        auth_pass \"s3cr t#1\"\n", KeepalivedConfExport.Write(definition, "n1", withSecrets: true).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Losses_HaveAPointerIntoTheDefinition()
    {
        ClusterDefinition definition = Instance("VI_A", instance => instance with
        {
            Participants = [instance.Participants[0] with { MoreInterfaces = ["eth1"], Released = true }],
        });
        ConfExport export = KeepalivedConfExport.Write(definition, "n1");
        Assert.Equal(["/vrrpInstances/0/participants/0/released", "/vrrpInstances/0/participants/0/moreInterfaces/0"], export.Losses.Select(loss => loss.Pointer));
        Assert.Contains("    # not in keepalived: a further heartbeat line on eth1\n", export.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void TextsThatCannotBeWritten_BecomeLosses_NotOtherLines()
    {
        ClusterDefinition definition = Instance("VI_A", instance => instance with
        {
            Participants = [instance.Participants[0] with { Notify = new NotifyDefinition { Master = "/bin/a\nstate MASTER", Backup = "/bin/b ${_PWD}" } }],
        });
        ConfExport export = KeepalivedConfExport.Write(definition, "n1");
        Assert.Equal(2, export.Losses.Count);
        Assert.DoesNotContain("\nstate", export.Text.Replace("    ", "", StringComparison.Ordinal).Replace("\nstate BACKUP", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.False(Read(export.Text, "n1").HasErrors);
    }

    [Fact]
    public void UnknownNode_HasServicesOnly()
    {
        ConfExport export = KeepalivedConfExport.Write(TextSource.Import(Usual).Definition, "l9");
        Assert.DoesNotContain("vrrp_instance", export.Text, StringComparison.Ordinal);
        Assert.Contains("\nvirtual_server 10.88.0.100 80 {\n", export.Text, StringComparison.Ordinal);
    }

    private static ClusterDefinition Instance(string name, Func<VrrpInstanceDefinition, VrrpInstanceDefinition> change) =>
        TextSource.Import($"vrrp_instance {name} {{\n interface eth0\n virtual_router_id 5\n virtual_ipaddress {{\n 10.0.0.1/24\n }}\n}}\n").Definition is var read
            ? read with
            {
                Nodes = [read.Nodes[0] with { Name = "n1" }],
                VrrpInstances = [change(read.VrrpInstances[0] with { Participants = [read.VrrpInstances[0].Participants[0] with { Node = "n1" }] })],
            }
            : throw new InvalidOperationException();

    private static ConfImportResult Read(string text, string node) => ConfImport.Read("k.conf", new TextSource(text), node, "host.example.org");

    private static IEnumerable<string> Comments(string text) => text.Split('\n').Where(line => line.TrimStart().StartsWith("# not in keepalived: ", StringComparison.Ordinal));

    private static void AssertSame(ClusterDefinition wanted, ClusterDefinition got, int seed, string text)
    {
        if (wanted == got) return;
        Assert.Fail($"seed {seed}: {string.Join("\n", DefinitionDifference.Between(wanted, got))}\n{text}");
    }
}
