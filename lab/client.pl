#!/usr/bin/perl
# client.pl ADDRESS PORT [--rate N] [--seconds N] [--json]: a new connection N times a second (20), each asking for /.
# Prints a line a second, and at the end what was answered, what failed and the longest time without an answer.
use strict;
use warnings;
use Errno qw(EINPROGRESS);
use IO::Select;
use IO::Socket::INET;
use Time::HiRes qw(time);

my ($address, $port, @options) = @ARGV;
my ($rate, $seconds, $json) = (20, 0, 0);
while (@options) {
    my $option = shift @options;
    if    ($option eq '--rate')    { $rate    = shift @options }
    elsif ($option eq '--seconds') { $seconds = shift @options }
    elsif ($option eq '--json')    { $json    = 1 }
    else                           { die "unknown option $option\n" }
}
my $patience = 5;    # seconds until a request counts as failed
my $stop     = 0;
$SIG{INT} = $SIG{TERM} = sub { $stop = 1 };
$| = 1;

my (%open, %by_server, @failures);
my ($sent, $answered, $failed, $slow, $longest) = (0, 0, 0, 0, 0);
my $start       = time;
my $next        = $start;
my $last_answer = $start;
my ($reader, $writer) = (IO::Select->new, IO::Select->new);
my $next_report = $start + 1;

sub finish {
    my ($handle, $why) = @_;
    my $request = delete $open{$handle};
    $reader->remove($handle);
    $writer->remove($handle);
    close $handle;
    my $now = time;
    if (!$why && $request->{answer} =~ m{^HTTP/1\.\d 200.*?\r\n\r\n(\S+)}s) {
        $answered++;
        $by_server{$1}++;
        $slow++ if $now - $request->{at} > 0.5;
        my $silence = $now - $last_answer;
        $longest     = $silence if $silence > $longest;
        $last_answer = $now;
    }
    else {
        $failed++;
        push @failures, sprintf('%.2f s: %s', $request->{at} - $start, $why || 'no valid answer');
    }
}

while (1) {
    my $now = time;
    my $ended = $stop || ($seconds && $now >= $start + $seconds);
    last if $ended && (!%open || $now >= $start + $seconds + $patience || $stop);
    while (!$ended && $next <= $now) {
        $next += 1 / $rate;
        my $socket = IO::Socket::INET->new(Proto => 'tcp', Blocking => 0) or die "socket: $!\n";
        $sent++;
        $open{$socket} = { at => $now, answer => '' };
        if (connect($socket, pack_sockaddr_in($port, inet_aton($address))) || $! == EINPROGRESS) { $writer->add($socket) }
        else                                                                                  { finish($socket, "$!") }
    }
    my $wait = ($ended ? 0.05 : $next - time);
    my ($readable, $writable) = IO::Select->select($reader, $writer, undef, $wait > 0 ? $wait : 0);
    for my $socket (@{ $writable || [] }) {
        my $error = $socket->sockopt(SO_ERROR);
        if ($error) { $! = $error; finish($socket, "$!"); next }
        syswrite $socket, "GET / HTTP/1.0\r\nHost: $address\r\n\r\n";
        $writer->remove($socket);
        $reader->add($socket);
    }
    for my $socket (@{ $readable || [] }) {
        next unless exists $open{$socket};
        my $got = sysread $socket, my $piece, 65536;
        if    (!defined $got) { finish($socket, "$!") }
        elsif ($got == 0)     { finish($socket, '') }
        else                  { $open{$socket}{answer} .= $piece }
    }
    for my $socket ($reader->handles, $writer->handles) {
        finish($socket, "no answer within $patience s") if exists $open{$socket} && time - $open{$socket}{at} > $patience;
    }
    if (!$json && time >= $next_report) {
        $next_report += 1;
        printf "%4d s  answered %d  failed %d  longest silence %d ms\n", time - $start, $answered, $failed, $longest * 1000;
    }
}
my $silence = time - $last_answer;
$longest = $silence if $silence > $longest && $silence > 1 / $rate + 1;
my $servers = join ' ', map { "$_=$by_server{$_}" } sort keys %by_server;
if ($json) {
    my $map = join ',', map { "\"$_\":$by_server{$_}" } sort keys %by_server;
    printf "{\"sent\":%d,\"answered\":%d,\"failed\":%d,\"slow\":%d,\"longestSilenceMs\":%d,\"byServer\":{%s}}\n", $sent, $answered, $failed, $slow, $longest * 1000, $map;
}
else {
    print "sent $sent, answered $answered, failed $failed, slower than 500 ms $slow, longest silence ", int($longest * 1000), " ms; $servers\n";
    print "failed at $_\n" for @failures;
}
exit($failed ? 1 : 0);
