using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Definitions.Json;
using KeepaliveConsole.Web.Cli.Yaml;

namespace KeepaliveConsole.Web.Tests.Cli;

public sealed class DefinitionTextTests
{
    [Fact]
    public void PlainWords_MeanWhatTheirMemberSays()
    {
        ClusterDefinition read = Read("""
            nodes:
              - {name: no, scriptUser: 123, routerId: 1e3, scriptSecurity: true}
              - name: "yes"
                routerId: ~
                startupDelayMs: 1500
            vrrpInstances:
              - name: on
                virtualRouterId: 5
                version: V3
                advertisementIntervalMs: 100
                authentication: null
                virtualAddresses: [{address: 10.0.0.1, prefixLength: 24, label: 0x10}]
                participants:
                  - node: no
                    interface: eth0
                    unicastPeers: [10.0.0.2, {address: 10.0.0.3, minimumTimeToLive: 254}]
            virtualServices:
              - name: 2026-01-31
                key: {address: "10.0.0.1", port: 80, protocol: Tcp}
                realServers:
                  - address: 10.0.0.11
                    port: 80
                    checks:
                      - connectTimeoutMs: 1000
                        kind: http
                        urls: [{path: /, statusCodes: [{first: 200, last: 299}]}]
            """);
        Assert.Equal(["no", "yes"], read.Nodes.Select(node => node.Name));
        Assert.Equal(("123", "1e3", true), (read.Nodes[0].ScriptUser, read.Nodes[0].RouterId, read.Nodes[0].ScriptSecurity));
        Assert.Equal((null, TimeSpan.FromSeconds(1.5)), (read.Nodes[1].RouterId, read.Nodes[1].StartupDelay));
        Assert.Equal(("on", "0x10", "no"), (read.VrrpInstances[0].Name, read.VrrpInstances[0].VirtualAddresses[0].Label, read.VrrpInstances[0].Participants[0].Node));
        Assert.Equal([null, 254], read.VrrpInstances[0].Participants[0].UnicastPeers.Select(peer => peer.MinimumTimeToLive));
        Assert.Equal("2026-01-31", read.VirtualServices[0].Name);
        Assert.IsType<HttpCheckDefinition>(read.VirtualServices[0].RealServers[0].Checks[0]);
    }

    [Theory]
    [InlineData("nodes:\n  - name: a\n    scriptSecurity: yes\n", "f.yaml:3:21: nodes.0.scriptSecurity must be true or false, not \"yes\"")]
    [InlineData("nodes:\n  - name: a\n    startupDelayMs: 5s\n", "f.yaml:3:21: nodes.0.startupDelayMs must be a number, not \"5s\"")]
    [InlineData("nodes:\n  - name: a\n    startupDelayMs: \"5\"\n", "f.yaml:3:21: nodes.0.startupDelayMs must be a number, not \"5\" in quotes")]
    [InlineData("nodes:\n  - nam: a\n", "f.yaml:2:5: nodes.0 has no member \"nam\"; remove it or correct its spelling")]
    [InlineData("nodes: lb1\n", "f.yaml:1:8: nodes is a list")]
    [InlineData("nodes:\n  - lb1\n", "f.yaml:2:5: nodes.0 is a mapping of members")]
    [InlineData("nodes:\n  - name: [a]\n", "f.yaml:2:11: nodes.0.name is one value")]
    [InlineData("- a\n", "f.yaml:1:1: a definition is a mapping of members")]
    [InlineData("", "f.yaml:1:1: the file is empty; a definition is exactly one")]
    [InlineData("nodes: []\n---\nnodes: []\n", "f.yaml:1:1: the file holds several documents; a definition is exactly one")]
    public void WhatIsWrong_IsNamedWithLineAndColumn(string yaml, string problem)
    {
        DefinitionText read = DefinitionText.Read(yaml, "f.yaml");
        Assert.Null(read.Json);
        Assert.Equal([problem], read.Problems);
    }

    [Theory]
    [InlineData("nodes: [\n", "f.yaml:")]
    [InlineData("nodes: []\nnodes: []\n", "f.yaml:2:1: ")]
    [InlineData("nodes:\n\t- name: a\n", "f.yaml:")]
    public void TextThatIsNoYaml_IsNamedWithLineAndColumn(string yaml, string beginning)
    {
        DefinitionText read = DefinitionText.Read(yaml, "f.yaml");
        Assert.Null(read.Json);
        Assert.StartsWith(beginning, Assert.Single(read.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void UnknownKind_ListsTheKnownOnes()
    {
        DefinitionText read = DefinitionText.Read("virtualServices:\n  - realServers:\n      - checks:\n          - kind: tpc\n", "f.yaml");
        Assert.Equal(["f.yaml:4:19: kind must be one of tcp, http, smtp, dns, udp, ping, script, file, agent, not \"tpc\""], read.Problems);
    }

    [Fact]
    public void AliasesUponAliases_AreRefused_BeforeTheyFillTheMemory()
    {
        string Many(string alias) => string.Concat(Enumerable.Repeat($", {alias}", 149));
        string yaml = $"virtualServices: [&v {{realServers: [&s {{checks: [&c {{kind: tcp}}{Many("*c")}]}}{Many("*s")}]}}{Many("*v")}]\n";
        DefinitionText read = DefinitionText.Read(yaml, "f.yaml");
        Assert.Null(read.Json);
        Assert.Contains("more than a definition can hold", Assert.Single(read.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void Json_IsTakenAsItIs_AndItsFaultsHaveAPlace()
    {
        Assert.Equal("{\"nodes\":[]}", DefinitionText.Read("{\"nodes\":[]}", "f.json").Json);
        Assert.StartsWith("f.json:2:9: ", Assert.Single(DefinitionText.Read("{\n\"nodes\":]}", "f.json").Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void EveryDefinition_MayBeWrittenAsYaml()
    {
        // JSON is YAML, so the canonical text of a definition must read the same by both ways.
        foreach (ClusterDefinition definition in (ClusterDefinition[])[Engine.Tests.Definitions.SampleCluster.Small, Engine.Tests.Definitions.SampleCluster.Full])
            Assert.Equal(definition, Read(DefinitionJson.Write(definition)));
    }

    private static ClusterDefinition Read(string yaml)
    {
        DefinitionText text = DefinitionText.Read(yaml, "f.yaml");
        Assert.Empty(text.Problems);
        Assert.True(DefinitionJson.TryRead(text.Json!, out ClusterDefinition? read, out string? problem), problem);
        return read!;
    }
}
