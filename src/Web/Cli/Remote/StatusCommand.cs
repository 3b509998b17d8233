using System.Text.Json;
using KeepaliveConsole.Web.Auth;

namespace KeepaliveConsole.Web.Cli.Remote;

/// <summary><c>status</c>: the instances, who owns them, the services and their real servers.</summary>
internal static class StatusCommand
{
    /// <summary>Runs it.</summary>
    public static Task<int> RunAsync(RemoteSettings settings, RemoteConsole console, CancellationToken cancellationToken) => console.RunAsync(settings, async client =>
    {
        RemoteAnswer answer = await console.WaitAsync("status", client.GetAsync(HttpMethod.Get, "/status", Roles.Viewer, null, null, cancellationToken), cancellationToken).ConfigureAwait(false);
        if (settings.Json) console.Output.WriteLine(answer.Body);
        else Write(answer.Json(), console.Output, console.IsColoured);
        return ExitCodes.Fine;
    });

    /// <summary>The document as tables.</summary>
    public static void Write(JsonElement status, TextWriter output, bool isColoured)
    {
        JsonElement engine = status.Get("engine");
        output.WriteLine(SafeText.Line($"node {status.Text("node")}, revision {status.Text("revision")}, load balancer {engine.Text("loadBalancer")}"));
        foreach (string trouble in (string[])["vrrpNotPermitted", "loadBalancerProblem"])
            if (engine.Text(trouble) is { Length: > 0 } what) output.WriteLine(TextTable.Paint(SafeText.Line($"! {what}"), Tone.Bad, isColoured));
        WriteInstances(status, output, isColoured);
        WriteServices(status, output, isColoured);
    }

    private static void WriteInstances(JsonElement status, TextWriter output, bool isColoured)
    {
        var table = new TextTable("INSTANCE", "STATE", "PRIORITY", "OWNER", "ADDRESSES");
        foreach (JsonElement instance in status.List("vrrp"))
        {
            string state = instance.Text("state");
            JsonElement owner = instance.Get("owner");
            string name = owner.Text("node") is { Length: > 0 } node ? node : owner.Text("address");
            Tone tone = state switch { "Master" => Tone.Good, "Fault" => Tone.Bad, "Backup" => Tone.Plain, _ => Tone.Warning };
            table.Add(Cell(instance.Text("name")), (SafeText.Line(state), tone), Cell(instance.Text("effectivePriority")), name.Length > 0 ? Cell(name) : ("nobody", Tone.Bad), Cell(Addresses(instance)));
        }

        Section(table, status.List("vrrp").Any(), output, isColoured);
    }

    private static string Addresses(JsonElement instance) => string.Join(' ', instance.List("virtualAddresses")
        .Select(address => address.ValueKind == JsonValueKind.String ? address.GetString()! : address.Text("address")));

    private static void WriteServices(JsonElement status, TextWriter output, bool isColoured)
    {
        var table = new TextTable("SERVICE", "SERVER", "STATE", "ADMIN", "IN TABLE", "WEIGHT", "LAST PROBE");
        bool isAny = false;
        foreach (JsonElement service in status.List("virtualServices"))
        {
            isAny = true;
            bool hasQuorum = service.IsTrue("quorumUp");
            string text = hasQuorum ? "quorum" : service.IsTrue("sorryServerActive") ? "sorry server" : "no quorum";
            table.Add(Cell(service.Text("name")), Cell(""), (text, hasQuorum ? Tone.Good : Tone.Bad), Cell(""), Cell(""), Cell($"{service.Text("aliveWeight")}/{service.Text("quorum")}"), Cell(""));
            foreach (JsonElement server in service.List("realServers")) AddServer(table, server);
        }

        Section(table, isAny, output, isColoured);
    }

    private static void AddServer(TextTable table, JsonElement server)
    {
        string state = server.Text("state");
        string admin = server.Text("admin");
        JsonElement probe = server.Get("lastProbe");
        table.Add(Cell(""), Cell(server.Text("address")), (SafeText.Line(state), state switch { "Up" => Tone.Good, "Down" => Tone.Bad, _ => Tone.Warning }),
            (SafeText.Line(admin), admin == "Enabled" ? Tone.Plain : Tone.Warning), Cell(server.IsTrue("inTable") ? "yes" : "no"), Cell($"{server.Text("effectiveWeight")}/{server.Text("weight")}"),
            Cell(probe.ValueKind == JsonValueKind.Object ? probe.Text("message") : ""));
    }

    private static void Section(TextTable table, bool isAny, TextWriter output, bool isColoured)
    {
        if (!isAny) return;
        output.WriteLine();
        table.Write(output, isColoured);
    }

    private static (string, Tone) Cell(string text) => (SafeText.Line(text), Tone.Plain);
}
