using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Engine.Tests.Probes;

public sealed class FileProbeTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Theory]
    [InlineData("0", null, false, ProbeOutcome.Passed, null)]
    [InlineData("5", null, false, ProbeOutcome.Passed, 10)]
    [InlineData("5", 3, false, ProbeOutcome.Passed, 15)]
    [InlineData("5", 3, true, ProbeOutcome.Passed, -15)]
    [InlineData("-5", 3, false, ProbeOutcome.Passed, -15)]
    [InlineData("100", 3, false, ProbeOutcome.Passed, 253)]
    [InlineData("-127", null, false, ProbeOutcome.UnexpectedBody, null)]
    [InlineData("-126", null, false, ProbeOutcome.Passed, -252)]
    [InlineData("1", 0, false, ProbeOutcome.UnexpectedBody, null)]
    [InlineData("0", 0, false, ProbeOutcome.Passed, null)]
    [InlineData("0", 0, true, ProbeOutcome.UnexpectedBody, null)]
    [InlineData("1", 0, true, ProbeOutcome.Passed, null)]
    [InlineData("rubbish", null, false, ProbeOutcome.Passed, null)]
    public async Task Number_ChangesTheWeightOrTakesOut(string text, int? weight, bool reverse, ProbeOutcome outcome, int? offset)
    {
        File.WriteAllText(_path, text + "\n");
        ProbeResult result = await RunAsync(new FileCheckDefinition { TrackFile = "maintenance", Weight = weight, Reverse = reverse });
        Assert.Equal((outcome, offset), (result.Outcome, result.Weight?.Offset));
        Assert.StartsWith("file maintenance: ", result.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task File_Missing_CountsAsZero()
    {
        File.Delete(_path);
        ProbeResult result = await RunAsync(new FileCheckDefinition { TrackFile = "maintenance", Weight = 0 });
        Assert.Equal((ProbeOutcome.Passed, "file maintenance: there is no file, which counts as 0"), (result.Outcome, result.Message));
    }

    [Fact]
    public async Task File_NotDefined_IsALocalError()
    {
        ProbeResult result = await RunAsync(new FileCheckDefinition { TrackFile = "other" });
        Assert.Equal((ProbeOutcome.LocalError, "there is no tracked file called other; define it"), (result.Outcome, result.Message));
    }

    private Task<ProbeResult> RunAsync(FileCheckDefinition check) =>
        Probing.RunAsync(check, 0, definition: new ClusterDefinition { TrackFiles = [new() { Name = "maintenance", Path = _path, Weight = 2 }] });
}
