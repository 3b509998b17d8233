var builder = WebApplication.CreateBuilder(args);
var app = builder.Build();
app.Run();

/// <summary>The process: console, API and engine.</summary>
public partial class Program;
