using System.Net;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Definitions.Rules;
using KeepaliveConsole.Engine.KeepalivedConf;
using KeepaliveConsole.Engine.Tests.Definitions;

namespace KeepaliveConsole.Engine.Tests.KeepalivedConf;

public sealed class ConfMergeTests
{
    private static ClusterDefinition FileOf(string node, byte priority) => new()
    {
        Nodes = [new NodeDefinition { Name = node }],
        VrrpInstances = [SampleCluster.Instance() with { Participants = [SampleCluster.Participant(node, priority)] }],
        VirtualServices = [SampleCluster.Service()],
    };

    private static readonly ClusterDefinition s_pair = ConfMerge.Into(FileOf("l1", 200), FileOf("l2", 150), "l2");

    [Fact]
    public void Into_Empty_IsTheFile() => Assert.Equal(SampleCluster.Small, ConfMerge.Into(ClusterDefinition.Empty, SampleCluster.Small, "l1"));

    [Fact]
    public void Into_SameFileTwice_ChangesNothing() => Assert.Equal(s_pair, ConfMerge.Into(s_pair, FileOf("l2", 150), "l2"));

    [Fact]
    public void Into_SecondNode_AddsItsParticipantToTheInstance()
    {
        Assert.Equal(["l1", "l2"], s_pair.Nodes.Select(node => node.Name));
        VrrpInstanceDefinition instance = Assert.Single(s_pair.VrrpInstances);
        Assert.Equal(["l1 200", "l2 150"], instance.Participants.Select(part => $"{part.Node} {part.Priority}"));
        Assert.Single(s_pair.VirtualServices);
        Assert.Empty(DefinitionRules.Check(s_pair));
    }

    [Fact]
    public void Into_NodeChangesPriority_LeavesOtherNodesAlone()
    {
        VrrpInstanceDefinition instance = ConfMerge.Into(s_pair, FileOf("l1", 90), "l1").VrrpInstances[0];

        Assert.Equal(["l1 90", "l2 150"], instance.Participants.Select(part => $"{part.Node} {part.Priority}"));
    }

    [Fact]
    public void Into_InstanceGoneFromTheFile_LosesThisNodeOnly()
    {
        ClusterDefinition without = FileOf("l2", 150) with { VrrpInstances = [] };

        VrrpInstanceDefinition instance = Assert.Single(ConfMerge.Into(s_pair, without, "l2").VrrpInstances);
        Assert.Equal(["l1"], instance.Participants.Select(part => part.Node));
    }

    [Fact]
    public void Into_InstanceNobodyIsLeftIn_IsRemovedAlsoFromItsGroup()
    {
        ClusterDefinition grouped = SampleCluster.Small with { SyncGroups = [new SyncGroupDefinition { Name = "G", Members = ["VI_WEB"] }] };

        ClusterDefinition merged = ConfMerge.Into(grouped, FileOf("l1", 1) with { VrrpInstances = [] }, "l1");

        Assert.Empty(merged.VrrpInstances);
        Assert.Empty(merged.SyncGroups);
    }

    [Fact]
    public void Into_DrainedServer_StaysDrainedAndTakesTheNewWeight()
    {
        VirtualServiceDefinition service = SampleCluster.Service();
        ClusterDefinition drained = SampleCluster.Small with
        {
            VirtualServices = [service with { Name = "web", RealServers = [service.RealServers[0] with { Admin = AdminState.Drain }, service.RealServers[1]] }],
        };
        ClusterDefinition file = FileOf("l1", 200) with { VirtualServices = [service with { RealServers = [service.RealServers[0] with { Weight = 7 }] }] };

        VirtualServiceDefinition merged = Assert.Single(ConfMerge.Into(drained, file, "l1").VirtualServices);

        Assert.Equal("web", merged.Name);
        RealServerDefinition server = Assert.Single(merged.RealServers);
        Assert.Equal(AdminState.Drain, server.Admin);
        Assert.Equal(7, server.Weight);
    }

    [Fact]
    public void Into_ServiceOnlyInTheCluster_Stays()
    {
        ClusterDefinition two = SampleCluster.Small with { VirtualServices = [SampleCluster.Service(), SampleCluster.Service(port: 443)] };

        Assert.Equal(["10.88.0.100:80/tcp", "10.88.0.100:443/tcp"], ConfMerge.Into(two, FileOf("l1", 200), "l1").VirtualServices.Select(service => service.Name));
    }

    [Fact]
    public void Into_WhatNoFileCanSay_IsKept()
    {
        VirtualServiceDefinition service = SampleCluster.Service();
        HttpCheckDefinition check = new() { Urls = [new HttpUrlDefinition { Path = "/a", ExpectedBody = "ok" }] };
        ClusterDefinition current = SampleCluster.Small with
        {
            VrrpInstances = [SampleCluster.Instance() with { UseLease = false }],
            VirtualServices = [service with { RealServers = [service.RealServers[0] with { Checks = [check] }] }],
        };
        HttpCheckDefinition read = new() { Retries = 9, Urls = [new HttpUrlDefinition { Path = "/a" }, new HttpUrlDefinition { Path = "/b" }] };
        ClusterDefinition file = FileOf("l1", 200) with { VirtualServices = [service with { RealServers = [service.RealServers[0] with { Checks = [read] }] }] };

        ClusterDefinition merged = ConfMerge.Into(current, file, "l1");

        Assert.False(merged.VrrpInstances[0].UseLease);
        HttpCheckDefinition http = Assert.IsType<HttpCheckDefinition>(merged.VirtualServices[0].RealServers[0].Checks[0]);
        Assert.Equal(9, http.Retries);
        Assert.Equal(["ok", null], http.Urls.Select(url => url.ExpectedBody));
    }

    [Fact]
    public void Into_FileReadUnderAnotherName_TakesTheNodesName()
    {
        ClusterDefinition merged = ConfMerge.Into(ClusterDefinition.Empty, FileOf("edge-7", 200), "l1");

        Assert.Equal(new NodeDefinition { Name = "l1", RouterId = "edge-7" }, Assert.Single(merged.Nodes));
        Assert.Equal("l1", merged.VrrpInstances[0].Participants[0].Node);
        Assert.Empty(DefinitionRules.Check(merged));
    }

    [Fact]
    public void Into_SharedFieldsChanged_TakesTheFiles()
    {
        ClusterDefinition file = FileOf("l2", 150);
        file = file with { VrrpInstances = [file.VrrpInstances[0] with { VirtualAddresses = [new VirtualAddressDefinition { Address = IPAddress.Parse("10.88.0.110"), PrefixLength = 24 }] }] };

        Assert.Equal("10.88.0.110/24", ConfMerge.Into(s_pair, file, "l2").VrrpInstances[0].VirtualAddresses[0].ToString());
    }
}
