using System.Net;
using System.Reflection;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Definitions.Difference;

namespace KeepaliveConsole.Engine.Tests.Definitions.Difference;

/// <summary>The lines of a difference in Chinese.</summary>
public sealed class ChineseDifferenceTests
{
    private static readonly VrrpInstanceDefinition s_web = SampleCluster.Instance();
    private static readonly VirtualServiceDefinition s_service = SampleCluster.Service();

    [Fact]
    public void EveryLabel_HasAChineseWord()
    {
        string[] labels = [.. typeof(DefinitionDifference).Assembly.GetTypes().Where(type => type.Namespace == typeof(DefinitionDifference).Namespace)
            .SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            .Where(field => field.FieldType.IsArray && field.FieldType.GetElementType() is { IsGenericType: true } item && item.GetGenericTypeDefinition() == typeof(Field<>))
            .SelectMany(field => ((Array)field.GetValue(null)!).Cast<object>())
            .Select(field => (string)field.GetType().GetProperty(nameof(Field<object>.Label))!.GetValue(field)!).Distinct()];

        Assert.True(labels.Length > 140, $"only {labels.Length} labels were found");
        Assert.All(labels, label => Assert.True(DifferenceWords.Find(label)?.Any(letter => letter >= 0x4E00), $"{label} has no Chinese word"));
    }

    [Fact]
    public void Values_KeepTheirText_ButForNoneOnAndOff() => Assert.Equal(
        ["VI_WEB：抢占 开 -> 关", "VI_WEB：密码 无 -> ***", "VI_WEB（l1）：优先级 200 -> 150"],
        DefinitionDifference.InChinese(
            With(s_web with { Participants = [SampleCluster.Participant("l1", 200), SampleCluster.Participant("l2", 100)], Authentication = null }),
            With(s_web with
            {
                Preempt = false,
                Authentication = new VrrpAuthentication { Type = VrrpAuthenticationType.Password, Password = "x" },
                Participants = [SampleCluster.Participant("l1", 150), SampleCluster.Participant("l2", 100)],
            })).Where(line => !line.Contains("认证", StringComparison.Ordinal)));

    [Fact]
    public void WhatCameAndWent()
    {
        VirtualAddressDefinition second = new() { Address = IPAddress.Parse("10.88.0.110"), PrefixLength = 24 };
        RealServerDefinition server = s_service.RealServers[0];

        Assert.Equal(["虚拟服务 10.88.0.100:80/tcp：移除"], DefinitionDifference.InChinese(SampleCluster.Small, SampleCluster.Small with { VirtualServices = [] }));
        Assert.Equal(["VI_WEB：地址 10.88.0.110：新增"], DefinitionDifference.InChinese(SampleCluster.Small, With(s_web with { VirtualAddresses = [s_web.VirtualAddresses[0], second] })));
        Assert.Equal(["VI_WEB：地址：顺序改为 10.88.0.110、10.88.0.100"],
            DefinitionDifference.InChinese(With(s_web with { VirtualAddresses = [s_web.VirtualAddresses[0], second] }), With(s_web with { VirtualAddresses = [second, s_web.VirtualAddresses[0]] })));
        Assert.Equal(["10.88.0.100:80/tcp 10.88.0.101:80：检查 1（TCP）：移除"],
            DefinitionDifference.InChinese(SampleCluster.Small, SampleCluster.Small with { VirtualServices = [s_service with { RealServers = [server with { Checks = [] }, s_service.RealServers[1]] }] }));
    }

    [Fact]
    public void ThereAreAsManyLines_AsInEnglish()
    {
        Assert.Equal(12, DefinitionDifference.InChinese(ClusterDefinition.Empty, SampleCluster.Full).Count);
        Assert.All(DefinitionMutations.Of(SampleCluster.Full), mutation =>
        {
            ValueArray<string> chinese = DefinitionDifference.InChinese(SampleCluster.Full, mutation.Definition);
            Assert.Equal(DefinitionDifference.Between(SampleCluster.Full, mutation.Definition).Count, chinese.Count);
            Assert.All(chinese, line => Assert.Contains(line, letter => letter >= 0x4E00));
        });
    }

    private static ClusterDefinition With(VrrpInstanceDefinition instance) => SampleCluster.Small with { VrrpInstances = [instance] };
}
