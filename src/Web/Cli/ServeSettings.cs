using KeepaliveConsole.Engine.Hosting;
using KeepaliveConsole.Web.Settings;

namespace KeepaliveConsole.Web.Cli;

/// <summary>What <c>serve</c> was asked to do.</summary>
/// <param name="Conf">A keepalived.conf for an empty store; null = none.</param>
/// <param name="Node">Name of this node; null = as the settings say.</param>
/// <param name="Configuration">Settings as <c>--Section:Key=value</c>.</param>
internal sealed record ServeSettings(string? Conf, string? Node, IReadOnlyList<string> Configuration)
{
    /// <summary>Turns flags into settings; anything else on the line must have the form of a setting.</summary>
    public static CommandFailure? TryCreate(string? conf, string? data, string? node, string? urls, IReadOnlyList<string> others, out ServeSettings settings)
    {
        var configuration = new List<string>();
        settings = new ServeSettings(conf, node, configuration);
        for (int i = 0; i < others.Count; i++)
        {
            string token = others[i];
            bool isKey = token.StartsWith("--", StringComparison.Ordinal) && token.Length > 2;
            if (isKey && token.IndexOf('=', StringComparison.Ordinal) > 2)
            {
                configuration.Add(token);
            }
            else if (isKey && token.Contains(':', StringComparison.Ordinal) && i + 1 < others.Count && !others[i + 1].StartsWith("--", StringComparison.Ordinal))
            {
                configuration.Add($"{token}={others[++i]}");
            }
            else
            {
                return new CommandFailure(ExitCodes.Usage, $"{token} is neither a command nor a setting of the form --Section:Key=value; 'keepalive-console --help' shows how it is used.");
            }
        }

        // After the others: a flag is more exact than a setting.
        if (data is not null) configuration.Add($"--{StorageSettings.Section}:{nameof(StorageSettings.Directory)}={data}");
        if (node is not null) configuration.Add($"--{EngineOptions.Section}:{nameof(EngineOptions.Node)}={node}");
        if (urls is not null) configuration.Add($"--Urls={urls}");
        return null;
    }
}
