using System.Text;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Definitions.Json;

namespace KeepaliveConsole.Engine.Tests.Definitions.Json;

public sealed class WrittenJsonTests
{
    [Fact]
    public void WhatWasWritten_IsTakenAndReadTheSame_WhateverMemberChanges()
    {
        ClusterDefinition[] every = [ClusterDefinition.Empty, SampleCluster.Small, SampleCluster.Full, .. DefinitionMutations.Of(SampleCluster.Full).Select(change => change.Definition)];
        int declined = 0;
        foreach (ClusterDefinition definition in every)
        {
            string text = DefinitionJson.Write(definition);
            Assert.Equal(DefinitionJson.TryRead(text, out ClusterDefinition? expected, out string? expectedProblem), DefinitionJson.TryReadWritten(Encoding.UTF8.GetBytes(text), out ClusterDefinition? read, out string? problem));
            Assert.Equal(expected, read);
            Assert.Equal(expectedProblem, problem);
            if (WrittenJson.TryRead(Encoding.UTF8.GetBytes(text), typeof(ClusterDefinition), out object? quickly)) Assert.Equal(expected, quickly);
            else declined++;
        }

        Assert.True(every.Length > 200, $"{every.Length} definitions");
        // Those that the serializer refuses too: an interval that is no multiple of 10 ms, a VRID that is none.
        Assert.InRange(declined, 0, 3);
    }

    [Theory]
    [InlineData("{\"nodes\":[]}")] // members are missing
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("")]
    public void AnythingElse_IsDeclined_AndSaysWhatTheSerializerSays(string text) => AssertDeclined(text);

    [Theory]
    [InlineData("\"preempt\":true", "\"preempt\":1")]
    [InlineData("\"preempt\":true", "\"preempt\":null")]
    [InlineData("\"preempt\":true", "\"preempt\":true,\"preempt\":true")]
    [InlineData("\"preempt\":true", "\"preempt\":true,\"unknown\":1")]
    [InlineData("\"preempt\":true", "\"Preempt\":true")]
    [InlineData("\"version\":\"V2\"", "\"version\":\"v2\"")]
    [InlineData("\"version\":\"V2\"", "\"version\":3")]
    [InlineData("\"virtualRouterId\":51", "\"virtualRouterId\":0")]
    [InlineData("\"virtualRouterId\":51", "\"virtualRouterId\":256")]
    [InlineData("\"priority\":200", "\"priority\":-1")]
    [InlineData("\"advertisementIntervalMs\":1000", "\"advertisementIntervalMs\":1005")]
    [InlineData("\"advertisementIntervalMs\":1000", "\"advertisementIntervalMs\":\"1 s\"")]
    [InlineData("\"preemptDelayMs\":0", "\"preemptDelayMs\":1e30")]
    [InlineData("\"name\":\"VI_WEB\"", "\"name\":null")]
    [InlineData("\"address\":\"10.88.0.100\"", "\"address\":\"10.88.0.1000\"")]
    [InlineData("\"virtualRoutes\":[]", "\"virtualRoutes\":null")]
    [InlineData("\"virtualRoutes\":[]", "\"virtualRoutes\":[null]")]
    [InlineData("{\"kind\":\"tcp\",", "{\"kind\":\"pong\",")]
    [InlineData("\"trackFiles\":[]", "\"trackFiles\":[]}{")]
    public void OneThingOutOfOrder_IsDeclined_AndSaysWhatTheSerializerSays(string part, string instead)
    {
        string text = DefinitionJson.Write(SampleCluster.Small);
        Assert.Contains(part, text, StringComparison.Ordinal);
        AssertDeclined(text.Replace(part, instead, StringComparison.Ordinal));
    }

    [Fact]
    public void CheckWithoutKind_IsRefusedWithItsPlace()
    {
        string text = DefinitionJson.Write(SampleCluster.Small).Replace("{\"kind\":\"tcp\",", "{", StringComparison.Ordinal);

        Assert.False(DefinitionJson.TryRead(text, out _, out string? problem));
        Assert.Equal("$.virtualServices[0].realServers[0].checks[0]: \"kind\" must come first and name a known kind: tcp, http, smtp, dns, udp, ping, script, file or agent", problem);
    }

    private static void AssertDeclined(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        Assert.False(WrittenJson.TryRead(bytes, typeof(ClusterDefinition), out _));
        bool expected = DefinitionJson.TryRead(text, out ClusterDefinition? definition, out string? problem);
        Assert.Equal(expected, DefinitionJson.TryReadWritten(bytes, out ClusterDefinition? read, out string? readProblem));
        Assert.Equal(definition, read);
        Assert.Equal(problem, readProblem);
    }
}
