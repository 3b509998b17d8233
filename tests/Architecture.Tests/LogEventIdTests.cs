using System.Reflection;
using Microsoft.Extensions.Logging;

namespace KeepaliveConsole.Architecture.Tests;

public sealed class LogEventIdTests
{
    /// <summary>Where no number is given the compiler makes one from the method's name, so the name must be unique.</summary>
    [Fact]
    public void LogEventIds_AreUnique()
    {
        string[] assemblies = ["KeepaliveConsole.Engine", "KeepaliveConsole.Data", "keepalive-console"];
        (string Id, string Name)[] ids = [.. assemblies.Select(Assembly.Load)
            .SelectMany(assembly => assembly.GetTypes())
            .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Select(method => (method, attribute: method.GetCustomAttribute<LoggerMessageAttribute>()))
            .Where(pair => pair.attribute is not null)
            .Select(pair => (pair.attribute!.EventId < 0 ? "name " + pair.method.Name : $"{pair.attribute.EventId}", $"{pair.method.DeclaringType!.FullName}.{pair.method.Name}"))];

        Assert.NotEmpty(ids);
        string[] twice = [.. ids.GroupBy(pair => pair.Id).Where(group => group.Count() > 1).Select(group => $"{group.Key}: {string.Join(", ", group.Select(pair => pair.Name))}")];
        Assert.Empty(twice);
    }
}
