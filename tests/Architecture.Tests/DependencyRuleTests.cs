namespace KeepaliveConsole.Architecture.Tests;

/// <summary>The dependency rules of docs/architecture.md, read from the compiled assemblies.</summary>
public sealed class DependencyRuleTests
{
    private const string Engine = "KeepaliveConsole.Engine";

    private static readonly AssemblyFacts s_engine = AssemblyFacts.Of("KeepaliveConsole.Engine");
    private static readonly AssemblyFacts s_data = AssemblyFacts.Of("KeepaliveConsole.Data");
    private static readonly AssemblyFacts s_web = AssemblyFacts.Of("keepalive-console");

    [Fact]
    public void Engine_References_NoProjectAndNoWebOrStorageFramework()
    {
        string[] forbidden = ["KeepaliveConsole", "keepalive-console", "Microsoft.AspNetCore", "Microsoft.EntityFrameworkCore", "Radzen"];

        Assert.DoesNotContain(s_engine.AssemblyReferences, name => forbidden.Any(name.StartsWith));
        Assert.Contains("System.Runtime", s_engine.AssemblyReferences);
    }

    [Fact]
    public void Data_Names_OnlyDefinitionsAndEventsOfTheEngine() =>
        AssertOnly(EngineNamespaces(s_data), ["Definitions", "Events"]);

    [Fact]
    public void Web_Names_OnlyTheDoorsOfTheEngine() =>
        AssertOnly(EngineNamespaces(s_web), ["Definitions", "Events", "Hosting", "KeepalivedConf"]);

    [Fact]
    public void Data_DoesNotNameWeb() => Assert.DoesNotContain("keepalive-console", s_data.AssemblyReferences);

    [Fact]
    public void PInvoke_LivesInLinuxOnly()
    {
        Assert.NotEmpty(s_engine.NamespacesWithPInvoke);
        Assert.All(s_engine.NamespacesWithPInvoke, name => Assert.StartsWith(Engine + ".Linux", name, StringComparison.Ordinal));
        Assert.Empty(s_data.NamespacesWithPInvoke);
        Assert.Empty(s_web.NamespacesWithPInvoke);
    }

    private static IEnumerable<string> EngineNamespaces(AssemblyFacts facts) =>
        facts.NamespacesUsed.Where(name => name == Engine || name.StartsWith(Engine + ".", StringComparison.Ordinal));

    private static void AssertOnly(IEnumerable<string> names, string[] allowed)
    {
        string[] used = [.. names];
        Assert.NotEmpty(used);
        Assert.All(used, name => Assert.True(
            name == Engine || allowed.Any(folder => name == $"{Engine}.{folder}" || name.StartsWith($"{Engine}.{folder}.", StringComparison.Ordinal)),
            $"{name} is not one of the doors: {string.Join(", ", allowed)}"));
    }
}
