// The election process must be up within milliseconds, so nothing of the console is touched before this.
if (args is ["election", ..]) return KeepaliveConsole.Web.Cli.ElectionCommand.Run(args);
return await KeepaliveConsole.Web.Cli.ConsoleCommands.RunAsync(args);

/// <summary>The process: console, API and engine.</summary>
public partial class Program;
