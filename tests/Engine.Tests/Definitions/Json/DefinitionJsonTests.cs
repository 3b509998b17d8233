using System.Text.Json;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Definitions.Json;

namespace KeepaliveConsole.Engine.Tests.Definitions.Json;

public sealed class DefinitionJsonTests
{
    [Fact]
    public void Full_WrittenAndRead_IsEqualByContent()
    {
        string json = DefinitionJson.Write(SampleCluster.Full);

        Assert.True(DefinitionJson.TryRead(json, out ClusterDefinition? read, out string? problem), problem);
        Assert.Equal(SampleCluster.Full, read);
        Assert.Equal(json, DefinitionJson.Write(read!));
    }

    [Fact]
    public void Empty_Written_IsExactlyThis() => Assert.Equal(
        """{"nodes":[],"vrrpInstances":[],"syncGroups":[],"trackScripts":[],"trackProcesses":[],"trackFiles":[],"virtualServices":[]}""",
        DefinitionJson.Write(ClusterDefinition.Empty));

    [Theory]
    [InlineData("\"preemptDelayMs\":2.5,")]
    [InlineData("\"advertisementIntervalMs\":100,")]
    [InlineData("\"secondBurstDelayMs\":1500,")]
    [InlineData("\"arpIntervalMs\":0.5,")]
    [InlineData("\"neighbourIntervalMs\":1.5}")]
    [InlineData("\"startupDelayMs\":20000,")]
    [InlineData("\"unicastPeers\":[\"10.88.0.12\",{\"address\":\"10.88.0.13\",\"minimumTimeToLive\":254,\"maximumTimeToLive\":255}],")]
    [InlineData("\"moreInterfaces\":[\"eth1\"],")]
    [InlineData("\"multicastGroup\":\"224.0.0.100\",")]
    [InlineData("\"kind\":\"Blackhole\",")]
    [InlineData("\"persistenceTimeoutMs\":300000,")]
    [InlineData("\"warmupMs\":0,")]
    [InlineData("\"warmupMs\":null,")]
    [InlineData("\"virtualRouterId\":51,")]
    [InlineData("\"priority\":200,")]
    [InlineData("\"version\":\"V3\",")]
    [InlineData("\"admin\":\"Drain\",")]
    [InlineData("\"address\":\"2001:db8::100\",")]
    [InlineData("{\"kind\":\"http\",")]
    [InlineData("\"statusCodes\":[{\"first\":200,\"last\":204}],")]
    [InlineData("\"password\":\"k33paliv\"}")]
    public void Full_Written_Contains(string part) => Assert.Contains(part, DefinitionJson.Write(SampleCluster.Full), StringComparison.Ordinal);

    [Fact]
    public void ComputedMembers_AreNotWritten() => Assert.DoesNotContain("endpointName", DefinitionJson.Write(SampleCluster.Full), StringComparison.Ordinal);

    [Fact]
    public void Masked_HidesThePasswordAndNothingElse()
    {
        string masked = DefinitionJson.WriteMasked(SampleCluster.Full);

        Assert.DoesNotContain(SampleCluster.Secret, masked, StringComparison.Ordinal);
        Assert.Equal(DefinitionJson.Write(SampleCluster.Full).Replace(SampleCluster.Secret, "***", StringComparison.Ordinal), masked);
    }

    [Fact]
    public void Masked_SentBackWhole_GetsItsSecretsAgain()
    {
        Assert.True(DefinitionJson.TryRead(DefinitionJson.WriteMasked(SampleCluster.Full), out ClusterDefinition? masked, out string? problem), problem);

        Assert.Equal(SampleCluster.Full, MaskedSecrets.Restore(masked!, SampleCluster.Full));
        Assert.Equal("***", MaskedSecrets.Restore(masked!, SampleCluster.Small).VrrpInstances[0].Authentication!.Password);
        Assert.Equal("***", MaskedSecrets.Restore(masked!, SampleCluster.Small).Nodes[0].Mail!.Password);
    }

    /// <summary>Who may write a definition and not read its secrets must not have a password sent to a server of his own.</summary>
    [Fact]
    public void MaskOfAMailAccount_IsNotRestoredForAnotherServer()
    {
        NodeDefinition node = SampleCluster.Full.Nodes[0];
        foreach (MailDefinition other in (MailDefinition[])[node.Mail! with { Server = "mine.example" }, node.Mail! with { Port = 26 }, node.Mail! with { Tls = false }, node.Mail! with { User = "me" }])
        {
            ClusterDefinition incoming = SampleCluster.Full with { Nodes = [node with { Mail = other with { Password = "***" } }] };

            Assert.Equal("***", MaskedSecrets.Restore(incoming, SampleCluster.Full).Nodes[0].Mail!.Password);
        }
    }

    [Fact]
    public void Definition_AsText_HoldsNoSecret() => Assert.DoesNotContain(SampleCluster.Secret, SampleCluster.Full.ToString(), StringComparison.Ordinal);

    [Fact]
    public void Hash_OfEmpty_IsSha256OfItsText()
    {
        string hash = DefinitionJson.Hash(ClusterDefinition.Empty);

        Assert.Equal("2d96d9f6b32bbed00e7ee319ac658998a12a6c2599c34f0edaf20b7d2039fb38", hash);
    }

    [Fact]
    public void Hash_SameContentTwice_IsTheSame_OneWeightMore_Differs()
    {
        DefinitionJson.TryRead(DefinitionJson.Write(SampleCluster.Small), out ClusterDefinition? copy, out _);
        VirtualServiceDefinition service = SampleCluster.Small.VirtualServices[0];
        ClusterDefinition other = SampleCluster.Small with { VirtualServices = [service with { RealServers = [service.RealServers[0] with { Weight = 2 }, service.RealServers[1]] }] };

        Assert.Equal(DefinitionJson.Hash(SampleCluster.Small), DefinitionJson.Hash(copy!));
        Assert.NotEqual(DefinitionJson.Hash(SampleCluster.Small), DefinitionJson.Hash(other));
    }

    [Theory]
    [InlineData("", "$ (line 1): the text is empty; expected an object")]
    [InlineData("null", "$: must be an object, not null")]
    [InlineData("{\"node\":[]}", "$.node (line 1): unknown member \"node\"; remove it or correct its spelling")]
    [InlineData("{\"nodes\":null}", "$.nodes (line 1): must be an array; write [] for none")]
    [InlineData("{\"nodes\":[null]}", "$.nodes (line 1): must not hold null; item 0 is null")]
    [InlineData("{\"nodes\":[],\"nodes\":[]}", "$.nodes (line 1): the member is there twice")]
    [InlineData("{\"nodes\":[{}]}", "$.nodes[0] (line 1): required member missing: \"name\"")]
    [InlineData("{\"nodes\":[{\"name\":null}]}", "$.nodes[0].name (line 1): must not be null")]
    [InlineData("{\"nodes\":[{\"name\":5}]}", "$.nodes[0].name (line 1): the value is of the wrong kind or not one of the known words")]
    public void TryRead_BadText_NamesThePath(string json, string expected)
    {
        Assert.False(DefinitionJson.TryRead(json, out ClusterDefinition? definition, out string? problem));
        Assert.Null(definition);
        Assert.Equal(expected, problem);
    }

    [Theory]
    [InlineData("\"virtualRouterId\":51", "\"virtualRouterId\":256", "$.vrrpInstances[0].virtualRouterId (line 1): must be a whole number from 1 to 255")]
    [InlineData("\"virtualRouterId\":51", "\"virtualRouterId\":\"51\"", "$.vrrpInstances[0].virtualRouterId (line 1): must be a whole number from 1 to 255")]
    [InlineData("\"priority\":200", "\"priority\":-1", "$.vrrpInstances[0].participants[0].priority (line 1): must be a whole number from 1 to 255")]
    [InlineData("\"advertisementIntervalMs\":1000", "\"advertisementIntervalMs\":1005", "$.vrrpInstances[0].advertisementIntervalMs (line 1): must be a number of milliseconds in steps of 10, such as 1000 for one second")]
    [InlineData("\"preemptDelayMs\":0", "\"preemptDelayMs\":1e300", "$.vrrpInstances[0].preemptDelayMs (line 1): must be a number of milliseconds, such as 1000 for one second")]
    [InlineData("\"address\":\"10.88.0.100\",\"prefixLength\"", "\"address\":\"10.88\",\"prefixLength\"", "$.vrrpInstances[0].virtualAddresses[0].address (line 1): must be an IP address as text, such as \"10.88.0.100\" or \"2001:db8::1\"")]
    [InlineData("\"weight\":1", "\"weigth\":1", "$.virtualServices[0].realServers[0].weigth (line 1): unknown member \"weigth\"; remove it or correct its spelling")]
    [InlineData("\"kind\":\"tcp\"", "\"kind\":\"bfd\"", "$.virtualServices[0].realServers[0].checks[0] (line 1): \"kind\" must come first and name a known kind: tcp, http, smtp, dns, udp, ping, script, file or agent")]
    [InlineData("\"scheduler\":\"WeightedLeastConnections\"", "\"scheduler\":\"wlc\"", "$.virtualServices[0].scheduler (line 1): the value is of the wrong kind or not one of the known words")]
    [InlineData("\"scheduler\":\"WeightedLeastConnections\"", "\"scheduler\":3", "$.virtualServices[0].scheduler (line 1): the value is of the wrong kind or not one of the known words")]
    [InlineData("\"quorum\":1", "\"quorum\":99999999999", "$.virtualServices[0].quorum (line 1): the value is of the wrong kind or not one of the known words")]
    public void TryRead_BadValueDeepInside_NamesTheWholePath(string good, string bad, string expected)
    {
        string json = DefinitionJson.Write(SampleCluster.Small);
        Assert.Contains(good, json, StringComparison.Ordinal);

        Assert.False(DefinitionJson.TryRead(json.Replace(good, bad, StringComparison.Ordinal), out _, out string? problem));
        Assert.Equal(expected, problem);
    }

    [Fact]
    public void TryRead_OmittedMembers_TakeTheDefaults()
    {
        const string json = """{"vrrpInstances":[{"name":"VI","virtualRouterId":7,"participants":[{"node":"a","interface":"eth0"}]}]}""";

        Assert.True(DefinitionJson.TryRead(json, out ClusterDefinition? read, out string? problem), problem);
        VrrpInstanceDefinition instance = read!.VrrpInstances[0];
        Assert.Equal(VrrpVersion.V2, instance.Version);
        Assert.Equal(100, instance.AdvertisementInterval.Centiseconds);
        Assert.Equal(3, instance.DownTimerAdverts);
        Assert.Equal(100, instance.Participants[0].Priority.Value);
        Assert.True(instance.UseLease);
    }

    [Fact]
    public void EveryMember_WrittenAndRead_Survives()
    {
        foreach (DefinitionMutations.Mutation mutation in DefinitionMutations.Of(SampleCluster.Full))
        {
            Assert.True(DefinitionJson.TryRead(DefinitionJson.Write(mutation.Definition), out ClusterDefinition? read, out string? problem), $"{mutation.Path}: {problem}");
            Assert.True(mutation.Definition == read && read != SampleCluster.Full, mutation.Path);
        }
    }

    /// <summary>A text as the first version stored it.</summary>
    [Fact]
    public void TryRead_TextOfTheFirstVersion_StillReads()
    {
        const string json = """
            {"nodes":[{"name":"l1","routerId":null,"scriptUser":null,"scriptSecurity":false}],
             "vrrpInstances":[{"name":"VI","virtualRouterId":7,"version":"V2","advertisementIntervalMs":1000,"preempt":true,"preemptDelayMs":0,"downTimerAdverts":3,"authentication":null,
              "announcement":{"repeat":4,"secondBurstDelayMs":5000},"useLease":true,"virtualAddresses":[{"address":"10.88.0.100","prefixLength":24,"interface":null,"label":null,"excluded":false}],
              "participants":[{"node":"l1","interface":"eth0","priority":200,"sourceAddress":null,"initialMaster":false,"unicastPeers":["10.88.0.12"],
               "tracks":[{"kind":"Process","target":"proxy","weight":null}],"notifyMaster":"/usr/bin/logger master"},
               {"node":"l2","interface":"eth0","priority":100,"sourceAddress":null,"initialMaster":false,"unicastPeers":[],"tracks":[],"notifyMaster":null}]}],
             "syncGroups":[],"trackScripts":[],"trackProcesses":[{"name":"proxy","process":"haproxy","weight":0,"quorum":1,"delayMs":1500}],"virtualServices":[]}
            """;

        Assert.True(DefinitionJson.TryRead(json, out ClusterDefinition? read, out string? problem), problem);
        VrrpInstanceDefinition instance = read!.VrrpInstances[0];
        Assert.Equal(new AnnouncementDefinition { Repeat = 4 }, instance.Announcement);
        Assert.Equal(new NotifyDefinition { Master = "/usr/bin/logger master" }, instance.Participants[0].Notify);
        Assert.Equal([new UnicastPeerDefinition { Address = System.Net.IPAddress.Parse("10.88.0.12") }], instance.Participants[0].UnicastPeers);
        Assert.Null(instance.Participants[1].Notify);
        Assert.Equal((TimeSpan.FromSeconds(1.5), TimeSpan.FromSeconds(1.5)), (read.TrackProcesses[0].ForkDelay, read.TrackProcesses[0].TerminateDelay));
        Assert.DoesNotContain("notifyMaster", DefinitionJson.Write(read), StringComparison.Ordinal);
        Assert.DoesNotContain("\"delayMs\"", DefinitionJson.Write(read), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("5", "must be an IP address as text, or an object with \"address\", \"minimumTimeToLive\" and \"maximumTimeToLive\"")]
    [InlineData("\"10.1\"", "must be an IP address as text, or an object with \"address\", \"minimumTimeToLive\" and \"maximumTimeToLive\"")]
    [InlineData("{}", "required member missing: \"address\"")]
    [InlineData("{\"address\":\"10.0.0.2\",\"ttl\":5}", "unknown member \"ttl\"; remove it or correct its spelling")]
    [InlineData("{\"address\":\"10.0.0.2\",\"minimumTimeToLive\":\"5\"}", "\"minimumTimeToLive\" must be a whole number from 0 to 255, or null")]
    public void TryRead_BadPeer_NamesThePath(string peer, string reason)
    {
        string json = $$"""{"vrrpInstances":[{"name":"VI","virtualRouterId":7,"participants":[{"node":"a","interface":"eth0","unicastPeers":[{{peer}}]}]}]}""";

        Assert.False(DefinitionJson.TryRead(json, out _, out string? problem));
        Assert.StartsWith("$.vrrpInstances[0].participants[0].unicastPeers[0]", problem, StringComparison.Ordinal);
        Assert.EndsWith(reason, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_AreReadOnly() => Assert.True(DefinitionJson.Options.IsReadOnly);

    [Fact]
    public void Configure_OptionsOfSomeoneElse_WriteTheSameText()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        DefinitionJson.Configure(options, mask: false);

        Assert.Equal(DefinitionJson.Write(SampleCluster.Full), JsonSerializer.Serialize(SampleCluster.Full, options));
    }
}
