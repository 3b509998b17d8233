using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Runtime.Notify;
using KeepaliveConsole.Engine.Tests.Balancing;

namespace KeepaliveConsole.Engine.Tests.Runtime.Notify;

public sealed class NotifyFifoTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("kc-fifo").FullName;
    private readonly RecordingSink _sink = new();
    private readonly FakePrograms _programs = new();

    private string PathOfPipe => Path.Combine(_directory, "vrrp");

    [Fact]
    public void Pipe_IsMadeForItsOwnerOnly_KeepsLinesUntilTheyAreRead_AndIsRemoved()
    {
        using (NotifyFifo fifo = Open(new NotifyFifoDefinition { Path = PathOfPipe, Script = "/reader -x" }))
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(PathOfPipe));
            fifo.Write("INSTANCE \"VI_1\" BACKUP 150\n");
            fifo.Write("INSTANCE \"VI_1\" MASTER 150\n");
            using FileStream reader = new(PathOfPipe, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 0);
            byte[] bytes = new byte[200];
            int length = reader.Read(bytes);
            Assert.Equal("INSTANCE \"VI_1\" BACKUP 150\nINSTANCE \"VI_1\" MASTER 150\n", System.Text.Encoding.UTF8.GetString(bytes, 0, length));
            Assert.Equal([$"/reader -x {PathOfPipe}"], _programs.Lines);
        }

        Assert.False(File.Exists(PathOfPipe));
        Assert.Empty(_sink.Events);
    }

    [Fact]
    public void Pipe_NobodyReads_LinesAreLostWithOneNoticeAndCountedAtTheEnd()
    {
        using NotifyFifo fifo = Open(new NotifyFifoDefinition { Path = PathOfPipe });
        string line = new('x', 1023);
        for (int written = 0; written < 67; written++) fifo.Write(line + "\n"); // a pipe holds 65,536 bytes

        Assert.Contains("nobody reads it", Assert.Single(_sink.Events).Sentence, StringComparison.Ordinal);
        using FileStream reader = new(PathOfPipe, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 0);
        Assert.Equal(65536, reader.Read(new byte[65536]));
        fifo.Write(line + "\n");
        Assert.Equal($"notify pipe {PathOfPipe}: it is read again; 3 lines were lost", _sink.Events[^1].Sentence);
    }

    [Fact]
    public void Path_IsAnOrdinaryFile_IsLeftAloneWithANotice()
    {
        File.WriteAllText(PathOfPipe, "mine");
        using (NotifyFifo fifo = Open(new NotifyFifoDefinition { Path = PathOfPipe, Script = "/reader" })) fifo.Write("line\n");

        Assert.Equal("mine", File.ReadAllText(PathOfPipe));
        Assert.Equal($"notify pipe {PathOfPipe}: {PathOfPipe} exists and is no named pipe; remove it or name another path; no line is written to it", Assert.Single(_sink.Events).Sentence);
        Assert.Empty(_programs.Lines);
    }

    [Fact]
    public void Program_Ended_IsANoticeAndStartsAgainWithTheNextLine()
    {
        using NotifyFifo fifo = Open(new NotifyFifoDefinition { Path = PathOfPipe, Script = "/reader" });
        fifo.Write("1\n");
        _programs.End(1);
        Assert.Equal(EventSeverity.Warning, Assert.Single(_sink.Events).Severity);
        Assert.Single(_programs.Lines);

        fifo.Write("2\n");
        Assert.Equal(2, _programs.Lines.Count);
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private NotifyFifo Open(NotifyFifoDefinition definition) => new(definition, new NodeDefinition { Name = "a" }, _programs, _sink);
}
