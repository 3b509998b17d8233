using System.Text.Json;
using KeepaliveConsole.Engine.Definitions.Json;
using KeepaliveConsole.Engine.Hosting;
using KeepaliveConsole.Engine.Runtime.Isolation;

namespace KeepaliveConsole.Engine.Tests.Runtime.Isolation;

public sealed class ElectionSettingsTests
{
    private static readonly EngineOptions[] s_every =
    [
        new() { Node = "l1" },
        new() { Node = "nœud \"1\" <&>", LoadBalancer = LoadBalancerChoice.None, Isolation = IsolationChoice.Child },
        new() { Node = "l2", RealTimePriority = 0, KeepAddressesOnExit = true, NftablesMasquerade = false, KeepTableOnExit = true, SweepInterval = TimeSpan.FromMilliseconds(2.5), ConcurrentProbes = 7 },
    ];

    [Fact]
    public void Write_IsWhatTheSerializerWrites()
    {
        foreach (EngineOptions options in s_every) Assert.Equal(JsonSerializer.Serialize(options, DefinitionJson.Options), ElectionSettings.Write(options));
        Assert.StartsWith("""{"node":"l1","loadBalancer":"Auto","realTimePriority":50,""", ElectionSettings.Write(s_every[0]), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_GivesThemBack_WithoutTheSerializer()
    {
        foreach (EngineOptions options in s_every)
        {
            string text = ElectionSettings.Write(options);
            Assert.True(WrittenJson.TryRead(System.Text.Encoding.UTF8.GetBytes(text), typeof(EngineOptions), out _), text);
            Assert.Equal(text, ElectionSettings.Write(ElectionSettings.Read(text)));
        }
    }

    [Fact]
    public void Read_OfAnotherVersion_TakesWhatItKnows()
    {
        Assert.Equal("l9", ElectionSettings.Read("""{"node":"l9"}""").Node);
        Assert.Equal(50, ElectionSettings.Read("""{"node":"l9"}""").RealTimePriority);
        Assert.Throws<JsonException>(() => ElectionSettings.Read("no settings"));
    }
}
