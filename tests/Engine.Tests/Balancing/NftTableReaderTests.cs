using KeepaliveConsole.Engine.Balancing;
using KeepaliveConsole.Engine.Linux.Nftables;
using static KeepaliveConsole.Engine.Tests.Balancing.TableText;

namespace KeepaliveConsole.Engine.Tests.Balancing;

public class NftTableReaderTests
{
    private const string Web = "10.88.0.100:80 wrr | 10.2.0.101:80=3 10.2.0.102:80=1 10.2.0.103:80=0";
    private const string Dns = "10.88.0.100:53/udp rr |";

    [Fact]
    public void Read_TableAsWritten_GivesItBack()
    {
        NftReading reading = Read(NftListingSample.Text);

        Assert.Equal(Content(Table(Web, Dns)), Content(reading.Table));
        Assert.Empty(reading.Damaged);
        Assert.False(reading.Rebuild);
    }

    [Theory]
    // The record and the rule no longer agree.
    [InlineData("[{\"concat\": [\"10.2.0.101\", 80]}, 3]", "[{\"concat\": [\"10.2.0.101\", 80]}, 4]", "its rule and its recorded weights differ")]
    [InlineData("[{\"concat\": [\"10.2.0.102\", 80]}, 1], ", "", "its rule and its recorded weights differ")]
    [InlineData("[2, {\"concat\": [\"10.2.0.102\", 80]}]", "[2, {\"concat\": [\"10.2.0.109\", 80]}]", "its rule and its recorded weights differ")]
    [InlineData("[2, {\"concat\": [\"10.2.0.102\", 80]}]", "[2, {\"concat\": [\"10.2.0.102\", 81]}]", "its rule and its recorded weights differ")]
    [InlineData("\"mod\": 4", "\"mod\": 3", "its rule and its recorded weights differ")]
    [InlineData("\"numgen\"", "\"random\"", "its rule and its recorded weights differ")]
    // The rule is another one.
    [InlineData("\"comment\": \"wrr\"", "\"comment\": \"sh\"", "its rule and its recorded weights differ")]
    [InlineData("\"comment\": \"wrr\", ", "", "its rule is not one of ours")]
    [InlineData("\"right\": 6}", "\"right\": 17}", "its rule is not one of ours")]
    [InlineData("\"chain\": \"svc_10.88.0.100_80_tcp\"", "\"chain\": \"elsewhere\"", "its rule is gone or not alone")]
    // What leads to it is gone.
    [InlineData("\"target\": \"svc_10.88.0.100_80_tcp\"", "\"target\": \"elsewhere\"", "its connections are sent to chain elsewhere")]
    [InlineData("\"name\": \"weights_10.88.0.100_80_tcp\"", "\"name\": \"renamed\"", "the record of its weights is gone")]
    [InlineData("{\"concat\": [\"10.2.0.102\", 6, 80]}, ", "", "a real server is missing from those masqueraded")]
    public void Read_OneServiceMeddledWith_OnlyThatOneIsDamaged(string text, string replacement, string damage)
    {
        NftReading reading = Read(Changed(text, replacement));

        Assert.Equal(Content(Table(Dns)), Content(reading.Table));
        DamagedService damaged = Assert.Single(reading.Damaged);
        Assert.Equal((Key("10.88.0.100:80"), damage), (damaged.Key, damaged.Damage));
    }

    [Fact]
    public void Read_ServiceIsNoLongerPublished_IsSimplyMissingAndTheRestIsToBeRebuilt()
    {
        NftReading reading = Read(Changed(", [{\"concat\": [\"10.88.0.100\", 6, 80]}, {\"goto\": {\"target\": \"svc_10.88.0.100_80_tcp\"}}]", ""));

        Assert.Equal(Content(Table(Dns)), Content(reading.Table));
        Assert.Empty(reading.Damaged);
        Assert.True(reading.Rebuild);
    }

    [Theory]
    [InlineData("\"data\": \"@services\"", "\"data\": \"@others\"", "the rule in chain prerouting is changed or gone")]
    [InlineData("\"hook\": \"output\"", "\"hook\": \"input\"", "the rule in chain output is changed or gone")]
    [InlineData("{\"masquerade\": null}", "{\"accept\": null}", "the masquerading rule in chain postrouting is changed or gone")]
    [InlineData("\"handle\": 2}}", "\"handle\": 2, \"flags\": \"t\"}}", "the table was given a flag (dormant switches it off)")]
    public void Read_WhatAllServicesNeedIsMeddledWith_AllAreDamaged(string text, string replacement, string damage)
    {
        NftReading reading = Read(Changed(text, replacement));

        Assert.Empty(reading.Table.Services);
        Assert.Equal([damage, damage], reading.Damaged.Select(service => service.Damage));
        Assert.True(reading.Rebuild);
    }

    [Fact]
    public void Read_AnotherRuleStandsBeforeOurs_AllAreDamaged()
    {
        const string ours = "{\"rule\": {\"family\": \"ip\", \"table\": \"keepalive_console\", \"chain\": \"prerouting\"";
        NftReading reading = Read(Changed(ours, ours + ", \"handle\": 9, \"expr\": [{\"match\": {\"left\": \"of a form nobody knows\", \"right\": 1}}, {\"accept\": null}]}},\n" + ours));

        Assert.Empty(reading.Table.Services);
        Assert.Equal(2, reading.Damaged.Count);
    }

    [Fact]
    public void Read_MasqueradeIsNoLongerWanted_AllIsToBeRebuilt()
    {
        NftReading reading = new NftTableReader(masquerade: false).Read(NftListing.TryParse(NftListingSample.Text)!);

        Assert.True(reading.Rebuild);
        Assert.Equal("masquerading is on though it is not wanted", reading.Damaged[0].Damage);
    }

    [Fact]
    public void Read_ObjectsOfFormsWeNeverWrite_ArePassedOver()
    {
        NftReading reading = Read(Changed("[{\"concat\": [\"10.88.0.100\", 17, 53]}",
            "[{\"concat\": [{\"prefix\": {\"addr\": \"10.0.0.0\", \"len\": 8}}, 6, 80]}, {\"accept\": null}], [\"text\", 1], [{\"concat\": [\"10.88.0.100\", 17, 53]}"));

        Assert.Empty(reading.Table.Services);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("{\"nftables\": 1}")]
    [InlineData("{\"other\": []}")]
    public void TryParse_NotAListing_IsNull(string text) => Assert.Null(NftListing.TryParse(text));

    private static string Changed(string text, string replacement)
    {
        Assert.Contains(text, NftListingSample.Text, StringComparison.Ordinal);
        int at = NftListingSample.Text.IndexOf(text, StringComparison.Ordinal);
        return NftListingSample.Text[..at] + replacement + NftListingSample.Text[(at + text.Length)..];
    }

    private static NftReading Read(string listing) => new NftTableReader(masquerade: true).Read(NftListing.TryParse(listing)!);
}
