using System.Net.Http.Headers;
using KeepaliveConsole.Data;
using KeepaliveConsole.Data.Access;
using KeepaliveConsole.Data.Audit;
using KeepaliveConsole.Data.Protection;
using KeepaliveConsole.Data.Revisions;
using KeepaliveConsole.Data.Tests;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Hosting;
using KeepaliveConsole.Web.Auth;
using KeepaliveConsole.Web.Operations;
using KeepaliveConsole.Web.Tests.Fakes;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;

namespace KeepaliveConsole.Web.Tests.Api;

/// <summary>The whole console with a fake engine and a real store in a directory of its own.</summary>
public sealed class ConsoleFactory : WebApplicationFactory<Program>
{
    public const string Password = "correct horse 7";

    private readonly Dictionary<string, string> _settings = [];
    private readonly string? _lentDirectory;

    public ConsoleFactory()
    {
        DataDirectory = Scratch.Make("kc-web-");
        EmptyStore.CopyTo(DataDirectory);
    }

    /// <summary>Over a directory that outlives this console; whoever lends it removes it.</summary>
    public ConsoleFactory(string dataDirectory)
    {
        DataDirectory = _lentDirectory = dataDirectory;
        if (!Directory.EnumerateFileSystemEntries(dataDirectory).Any()) EmptyStore.CopyTo(dataDirectory);
    }

    public FakeEngine Engine { get; } = new();

    public string DataDirectory { get; }

    /// <summary>Replaces services before the host is built.</summary>
    public Action<IServiceCollection>? Replace { get; init; }

    /// <summary>Encrypt with the keys in the data directory, as a console does. Otherwise all of them share one protector, and so one model of the database, which takes a second to build.</summary>
    public bool UsesOwnKeys { get; init; }

    public string SetupToken => File.ReadAllText(Path.Combine(DataDirectory, "setup-token")).Trim();

    public void Set(string key, string value) => _settings[key] = value;

    /// <summary>Listens on a free port of loopback instead of in memory; call it first. The address is where it listens.</summary>
    public Uri Listen()
    {
        Set("Urls", "http://127.0.0.1:0");
        UseKestrel();
        StartServer();
        return ClientOptions.BaseAddress;
    }

    /// <summary>A client that follows no redirects and carries the token of a role; null = nobody.</summary>
    public HttpClient As(string? role)
    {
        HttpClient client = CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false });
        if (role is not null) client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", TokenOf(role));
        return client;
    }

    /// <summary>A token of a role, with which a program signs in.</summary>
    public string TokenOf(string role)
    {
        Task<TokenCreation> creating = Services.GetRequiredService<IApiTokens>().CreateAsync($"{role}-{Guid.NewGuid():N}", role, null, CancellationToken.None);
        return ((TokenCreation.Created)creating.GetAwaiter().GetResult()).Secret;
    }

    /// <summary>Makes an account, as set-up or an administrator would.</summary>
    public async Task AddUserAsync(string name, string role)
    {
        await using AsyncServiceScope scope = Services.CreateAsyncScope();
        var roles = scope.ServiceProvider.GetRequiredService<RoleManager<IdentityRole>>();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<ConsoleUser>>();
        if (!await roles.RoleExistsAsync(role)) await roles.CreateAsync(new IdentityRole(role));
        var user = new ConsoleUser { UserName = name };
        Assert.True((await users.CreateAsync(user, Password)).Succeeded);
        Assert.True((await users.AddToRoleAsync(user, role)).Succeeded);
    }

    /// <summary>An administrator and the sample definition as revision 1, also in the engine.</summary>
    public async Task<ConsoleFactory> ReadyAsync(ClusterDefinition? definition = null)
    {
        await AddUserAsync("root", Roles.Admin);
        SaveOutcome saved = await Services.GetRequiredService<IDefinitionStore>().SaveAsync(new DefinitionChange
        {
            Edit = _ => definition ?? FakeStatus.Cluster(),
            Actor = Actor.Cli,
            Action = "import",
            Object = "cluster",
        }, CancellationToken.None);
        Assert.IsType<SaveOutcome.Saved>(saved);
        return this;
    }

    /// <summary>The newest audit entries, newest first.</summary>
    public async Task<IReadOnlyList<AuditRecord>> AuditAsync(string? action = null)
        => (await Services.GetRequiredService<IAuditTrail>().QueryAsync(new AuditQuery { Action = action, Limit = 100 }, CancellationToken.None)).Items;

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseSetting("Storage:Directory", DataDirectory);
        builder.UseSetting("Engine:Node", "l1");
        foreach ((string key, string value) in _settings) builder.UseSetting(key, value);
        builder.ConfigureTestServices(services =>
        {
            services.AddSingleton<IEngineLifetime>(Engine);
            services.AddSingleton<IEngineCommands>(Engine);
            services.AddSingleton<IEngineStatusFeed>(Engine);
            services.AddSingleton<IEngineHistory>(Engine);
            // It looks every two seconds; tests say themselves when.
            services.Remove(services.Single(service => service.ImplementationType == typeof(RevisionFollower)));
            if (!UsesOwnKeys) services.AddSingleton<ISecretProtector>(SharedProtector.Instance);
            Replace?.Invoke(services);
        });
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing && _lentDirectory is null && Directory.Exists(DataDirectory)) Directory.Delete(DataDirectory, recursive: true);
    }
}
