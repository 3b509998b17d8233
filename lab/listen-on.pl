#!/usr/bin/perl
# listen-on.pl ADDRESS:PORT COMMAND...: opens a listening socket here, then becomes COMMAND with the socket as descriptor 3,
# by systemd's socket activation convention. The command may enter another network namespace; the socket stays in this one,
# so a director inside its namespace has its console on the host's loopback.
use strict;
use warnings;
use IO::Socket::INET;
use POSIX ();

my ($address, @command) = @ARGV;
die "usage: listen-on.pl ADDRESS:PORT COMMAND...\n" unless @command;
$^F = 10;    # descriptors up to 10 survive exec
my $socket = IO::Socket::INET->new(LocalAddr => $address, Proto => 'tcp', Listen => 128, ReuseAddr => 1)
    or die "cannot listen on $address: $!\n";
if (fileno($socket) != 3) { POSIX::dup2(fileno($socket), 3) or die "dup2: $!\n"; close $socket }
$ENV{LISTEN_FDS} = 1;
$ENV{LISTEN_PID} = $$;
exec @command or die "cannot run $command[0]: $!\n";
