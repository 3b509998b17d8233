return await KeepaliveConsole.Web.Cli.ConsoleCommands.RunAsync(args);

/// <summary>The process: console, API and engine.</summary>
public partial class Program;
