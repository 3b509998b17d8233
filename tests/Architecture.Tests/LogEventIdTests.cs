using System.Reflection;
using Microsoft.Extensions.Logging;

namespace KeepaliveConsole.Architecture.Tests;

public sealed class LogEventIdTests
{
    /// <summary>Every message has a number of its own (-1 stands for none): people filter and search logs by it.</summary>
    [Fact]
    public void LogEventIds_AreUnique()
    {
        string[] assemblies = ["KeepaliveConsole.Engine", "KeepaliveConsole.Data", "keepalive-console"];
        (int Id, string Name)[] ids = [.. assemblies.Select(Assembly.Load)
            .SelectMany(assembly => assembly.GetTypes())
            .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Select(method => (method, attribute: method.GetCustomAttribute<LoggerMessageAttribute>()))
            .Where(pair => pair.attribute is not null)
            .Select(pair => (pair.attribute!.EventId, $"{pair.method.DeclaringType!.FullName}.{pair.method.Name}"))];

        Assert.NotEmpty(ids);
        Assert.All(ids, pair => Assert.True(pair.Id > 0, $"{pair.Name} has no number"));
        string[] twice = [.. ids.GroupBy(pair => pair.Id).Where(group => group.Count() > 1).Select(group => $"{group.Key}: {string.Join(", ", group.Select(pair => pair.Name))}")];
        Assert.Empty(twice);
    }
}
