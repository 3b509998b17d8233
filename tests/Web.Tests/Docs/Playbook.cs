using System.Globalization;
using YamlDotNet.RepresentationModel;

namespace KeepaliveConsole.Web.Tests.Docs;

/// <summary>A task of a playbook: a command, or a GET.</summary>
internal sealed record PlaybookTask(string Name, string[] Arguments, string? Uri, int[] StatusCodes);

/// <summary>Reads as much of a playbook as the page uses: variables, <c>command</c> with <c>argv</c>, and <c>uri</c>.</summary>
internal static class Playbook
{
    public static IReadOnlyList<PlaybookTask> Read(string yaml, params (string Name, string Value)[] extra)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        var play = (YamlMappingNode)((YamlSequenceNode)stream.Documents[0].RootNode).Children[0];
        Dictionary<string, string> variables = ((YamlMappingNode)play["vars"]).Children.ToDictionary(pair => pair.Key.ToString(), pair => pair.Value.ToString());
        foreach ((string name, string value) in extra) variables[name] = value;
        string Fill(YamlNode node) => variables.Aggregate(node.ToString(), (text, variable) => text.Replace($"{{{{ {variable.Key} }}}}", variable.Value, StringComparison.Ordinal));
        return [.. ((YamlSequenceNode)play["tasks"]).Children.Cast<YamlMappingNode>().Select(task => task.Children.ContainsKey("ansible.builtin.uri")
            ? new PlaybookTask(task["name"].ToString(), [], Fill(task["ansible.builtin.uri"]["url"]),
                [.. ((YamlSequenceNode)task["ansible.builtin.uri"]["status_code"]).Select(code => int.Parse(code.ToString(), CultureInfo.InvariantCulture))])
            : new PlaybookTask(task["name"].ToString(), [.. ((YamlSequenceNode)task["ansible.builtin.command"]["argv"]).Select(Fill)], null, []))];
    }
}
