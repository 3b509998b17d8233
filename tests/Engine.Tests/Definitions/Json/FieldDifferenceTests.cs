using System.Net;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Definitions.Json;

namespace KeepaliveConsole.Engine.Tests.Definitions.Json;

public sealed class FieldDifferenceTests
{
    private static readonly ClusterDefinition s_full = SampleCluster.Full;

    [Fact]
    public void SameContent_IsNoChange() => Assert.Empty(FieldDifference.Between(s_full, s_full with { Nodes = [.. s_full.Nodes] }));

    [Fact]
    public void OneMoreInFront_IsOneChange()
    {
        var first = new TrackFileDefinition { Name = "before-all", Path = "/run/x" };
        FieldChange change = Assert.Single(FieldDifference.Between(s_full, s_full with { TrackFiles = [first, .. s_full.TrackFiles] }));
        Assert.Equal(("/trackFiles/0", FieldChangeKind.Added, null, "before-all"), (change.Pointer, change.Kind, change.Before, change.After!["name"]!.GetValue<string>()));
    }

    [Fact]
    public void ARemoval_PointsToWhereItWas()
    {
        FieldChange change = Assert.Single(FieldDifference.Between(s_full, s_full with { VrrpInstances = [.. s_full.VrrpInstances.Skip(1)] }));
        Assert.Equal(("/vrrpInstances/0", FieldChangeKind.Removed, null), (change.Pointer, change.Kind, change.After));
    }

    [Fact]
    public void AnotherPassword_IsFoundAndNotShown()
    {
        VrrpInstanceDefinition before = Instance("one"), after = Instance("two");
        FieldChange change = Assert.Single(FieldDifference.Between(before, after));
        Assert.Equal(("/authentication/password", "***", "***"), (change.Pointer, change.Before!.GetValue<string>(), change.After!.GetValue<string>()));
    }

    [Fact]
    public void AnotherOrder_IsSaidOnce()
    {
        TrackFileDefinition a = new() { Name = "a", Path = "/a" }, b = new() { Name = "b", Path = "/b" };
        FieldChange change = Assert.Single(FieldDifference.Between(new ClusterDefinition { TrackFiles = [a, b] }, new ClusterDefinition { TrackFiles = [b, a] }));
        Assert.Equal(("/trackFiles", "[\"b /b\",\"a /a\"]"), (change.Pointer, change.After!.ToJsonString()));
    }

    [Theory]
    [InlineData(null, "")]
    [InlineData("$", "")]
    [InlineData("$.vrrpInstances[0].participants[12].node", "/vrrpInstances/0/participants/12/node")]
    [InlineData("$['a.b'].c", "/a.b/c")]
    [InlineData("$.a~b['c/d']", "/a~0b/c~1d")]
    public void APath_BecomesAPointer(string? path, string pointer) => Assert.Equal(pointer, JsonPointer.OfPath(path));

    private static VrrpInstanceDefinition Instance(string password) => new()
    {
        Name = "VI",
        VirtualRouterId = new VirtualRouterId(1),
        VirtualAddresses = [new VirtualAddressDefinition { Address = IPAddress.Parse("192.0.2.1"), PrefixLength = 24 }],
        Authentication = new VrrpAuthentication { Type = VrrpAuthenticationType.Password, Password = password },
    };
}
