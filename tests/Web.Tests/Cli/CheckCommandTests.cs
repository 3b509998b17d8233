namespace KeepaliveConsole.Web.Tests.Cli;

public sealed class CheckCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("kc-check-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task BrokenFile_GivesEveryErrorWithItsPlace_AndExits1()
    {
        string file = Write("broken.conf", """
            vrrp_instance VI_A {
                interface eth0
                virtual_router_id 999
                priority many
                bogus 1
                virtual_ipaddress {
                    10.88.0.300/24
                }
            }
            """);

        (int exit, string output, string error) = await ConsoleProcess.RunAsync("check", file);

        string[] lines = output.TrimEnd('\n').Split('\n');
        Assert.Equal(1, exit);
        Assert.Equal("", error);
        Assert.Contains(lines, line => line.StartsWith($"{file}:3:23: error: ", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith($"{file}:4:14: error: ", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith($"{file}:5:5: warning: not understood", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith($"{file}:7:9: error: ", StringComparison.Ordinal));
        Assert.Matches("^1 file: [0-9]+ errors, [0-9]+ warnings?, [0-9]+ notes?$", lines[^1]);
    }

    [Fact]
    public async Task GoodFiles_Exit0_WithIncludesRelativeToTheFile()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "conf.d"));
        Write("conf.d/a.conf", "vrrp_instance VI_A {\n interface eth0\n virtual_router_id 51\n virtual_ipaddress {\n 10.88.0.100/24\n }\n}\n");
        string file = Write("keepalived.conf", "global_defs {\n router_id l1\n}\ninclude conf.d/*.conf\n");
        (int exit, string output, _) = await ConsoleProcess.RunAsync("check", file, file);
        Assert.Equal((0, "2 files: 0 errors, 0 warnings, 0 notes\n"), (exit, output));
    }

    [Fact]
    public async Task MissingFile_IsAnErrorWithItsName()
    {
        (int exit, string output, _) = await ConsoleProcess.RunAsync("check", Path.Combine(_folder, "nothing.conf"));
        Assert.Equal(1, exit);
        Assert.Contains("nothing.conf:1:1: error: ", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("check")]
    [InlineData("frobnicate")]
    [InlineData("check", "--bogus", "x")]
    [InlineData("serve", "--urls", "nonsense")]
    [InlineData("serve", "stray")]
    [InlineData("token")]
    [InlineData("token", "create", "--name", "a", "--role", "boss")]
    [InlineData("import", "x.conf")]
    [InlineData("export")]
    [InlineData("status", "--token", "secret")]
    [InlineData("status", "--url", "lb1")]
    [InlineData("apply")]
    [InlineData("apply", "x.yaml", "--confirm-within", "60")]
    [InlineData("drain", "web", "10.0.0.1:80", "--for", "soon")]
    [InlineData("events", "--since", "yesterday")]
    [InlineData("revisions", "--limit", "0")]
    public async Task WrongUsage_Exits2_WithoutAStackTrace(params string[] arguments)
    {
        string data = Path.Combine(_folder, "data");
        (int exit, string output, string error) = await ConsoleProcess.RunAsync(arguments.Contains("serve") ? [.. arguments, "--data", data] : arguments);
        Assert.Equal(2, exit);
        Assert.Equal("", output);
        Assert.All(error.TrimEnd('\n').Split('\n'), line => Assert.StartsWith("keepalive-console: ", line, StringComparison.Ordinal));
        Assert.False(Directory.Exists(data));
    }

    private string Write(string name, string text)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
