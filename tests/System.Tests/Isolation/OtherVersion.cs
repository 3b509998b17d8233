using System.Diagnostics;
using KeepaliveConsole.System.Tests.Director;
using KeepaliveConsole.System.Tests.Rig;

namespace KeepaliveConsole.System.Tests.Isolation;

/// <summary>
/// Stands in front of an election process, as a process of its machine, and makes it look as if it were of another version: in its first
/// message one text is replaced by another of the same length, all else goes through as it is.
/// </summary>
internal sealed class OtherVersion : IDisposable
{
    private const string Program = """
        use strict; use IO::Socket::UNIX; use IO::Select;
        my ($path, $old, $from, $to) = @ARGV;
        my $listener = IO::Socket::UNIX->new(Local => $path, Listen => 5) or die "listen: $!";
        $SIG{CHLD} = 'IGNORE';
        print "ready\n"; STDOUT->flush;
        while (my $console = $listener->accept) {
            next if fork;
            close $listener;
            my $process = IO::Socket::UNIX->new(Peer => $old) or exit;
            read($process, my $length, 4) == 4 or exit;
            read($process, my $hello, unpack('V', $length));
            $hello =~ s/\Q$from\E/$to/;
            syswrite($console, $length . $hello);
            my $both = IO::Select->new($console, $process);
            while (my @ready = $both->can_read) {
                for my $from (@ready) {
                    sysread($from, my $piece, 65536) or exit;
                    my $other = $from == $console ? $process : $console;
                    while (length $piece) { my $sent = syswrite($other, $piece) or exit; substr($piece, 0, $sent) = ''; }
                }
            }
        }
        """;

    private readonly Process _process;

    public OtherVersion(RigNode machine, string socketPath, string from, string to)
    {
        Assert.Equal(from.Length, to.Length);
        string old = socketPath + ".old";
        File.Move(socketPath, old);
        _process = Command.Start("ip", ["netns", "exec", machine.Namespace, "perl", "-e", Program, socketPath, old, from, to]);
        Assert.Equal("ready", _process.StandardOutput.ReadLine());
    }

    /// <inheritdoc />
    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}
