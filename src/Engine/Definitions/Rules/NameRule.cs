namespace KeepaliveConsole.Engine.Definitions.Rules;

/// <summary>Names are there, printable and unique among their kind: routes, history and diffs find things by name.</summary>
internal sealed class NameRule : IDefinitionRule
{
    public void Check(ClusterDefinition definition, ProblemList problems)
    {
        Check(definition.Nodes, "/nodes", $"node", node => node.Name, problems);
        Check(definition.VrrpInstances, "/vrrpInstances", $"VRRP instance", instance => instance.Name, problems);
        Check(definition.SyncGroups, "/syncGroups", $"sync group", group => group.Name, problems);
        Check(definition.TrackScripts, "/trackScripts", $"track script", script => script.Name, problems);
        Check(definition.TrackProcesses, "/trackProcesses", $"track process", process => process.Name, problems);
        Check(definition.TrackFiles, "/trackFiles", $"track file", file => file.Name, problems);
        Check(definition.VirtualServices, "/virtualServices", $"virtual service", service => service.Name, problems);
    }

    /// <summary>May a network interface be called so? 1 to 15 characters, no blank, no slash, no control character (the kernel's IFNAMSIZ).</summary>
    internal static bool IsInterfaceName(string? name) =>
        name is { Length: >= 1 and <= 15 } and not ("." or "..") && !name.Any(letter => letter == '/' || char.IsWhiteSpace(letter) || char.IsControl(letter));

    private static void Check<T>(ValueArray<T> items, string pointer, Sentence kind, Func<T, string> nameOf, ProblemList problems)
    {
        var first = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int index = 0; index < items.Count; index++)
        {
            string name = nameOf(items[index]);
            string at = $"{pointer}/{index}/name";
            if (string.IsNullOrWhiteSpace(name))
                problems.Error(at, "name.empty", $"The {kind} at position {index + 1} has no name; give it one.");
            else if (name.Any(char.IsControl))
                problems.Error(at, "name.characters", $"The name of the {kind} at position {index + 1} holds a control character; use printable characters.");
            else if (!first.TryAdd(name, index))
                problems.Error(at, "name.duplicate", $"Two {kind}s are called {name} (positions {first[name] + 1} and {index + 1}); rename one.");
        }
    }
}
