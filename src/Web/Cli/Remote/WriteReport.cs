using System.Text.Json;

namespace KeepaliveConsole.Web.Cli.Remote;

/// <summary>What a write answered, as lines.</summary>
internal static class WriteReport
{
    /// <summary>The message, what changed, the plan where there is one, and what to look at.</summary>
    public static void Write(JsonElement answer, RemoteConsole console)
    {
        TextWriter output = console.Output;
        output.WriteLine(SafeText.Line(answer.Text("message")));
        foreach (JsonElement change in answer.List("changes")) output.WriteLine($"  {SafeText.Line(change.GetString() ?? "")}");
        WritePlan(answer.Get("plan"), console);
        if (answer.Get("window") is { ValueKind: JsonValueKind.Object } window && window.Text("remainingMs") is { Length: > 0 } left)
            output.WriteLine(SafeText.Line($"Confirm within {left} ms (keepalive-console confirm), or it is taken back."));
        foreach (JsonElement warning in answer.List("warnings")) console.Error.WriteLine(SafeText.Line($"warning: {warning.Text("message")} ({warning.Text("pointer")})"));
    }

    private static void WritePlan(JsonElement plan, RemoteConsole console)
    {
        if (plan.ValueKind != JsonValueKind.Object) return;
        foreach (JsonElement node in plan.List("conf"))
        {
            console.Output.WriteLine();
            console.Output.WriteLine(SafeText.Line($"keepalived.conf of {node.Text("node")}:"));
            foreach (string line in node.Text("diff").Split('\n', StringSplitOptions.RemoveEmptyEntries))
                console.Output.WriteLine(TextTable.Paint(SafeText.Line(line), line[0] switch { '+' => Tone.Good, '-' => Tone.Bad, _ => Tone.Plain }, console.IsColoured));
        }

        WriteList(plan, "operations", "Operations, in order:", console.Output);
        WriteList(plan, "transitions", "Expected transitions:", console.Output);
    }

    private static void WriteList(JsonElement plan, string member, string heading, TextWriter output)
    {
        JsonElement[] items = [.. plan.List(member)];
        if (items.Length == 0) return;
        output.WriteLine();
        output.WriteLine(heading);
        foreach (JsonElement item in items) output.WriteLine($"  {SafeText.Line(item.ValueKind == JsonValueKind.String ? item.GetString()! : Sentence(item))}");
    }

    private static string Sentence(JsonElement item)
    {
        foreach (string member in (string[])["sentence", "text", "message", "command"])
            if (item.Text(member) is { Length: > 0 } text) return text;
        return item.GetRawText();
    }
}
