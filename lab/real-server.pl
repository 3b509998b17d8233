#!/usr/bin/perl
# real-server.pl NAME PORT: a real server of the lab. /healthCheck answers "health", everything else answers NAME.
use strict;
use warnings;
use IO::Socket::INET;

my ($name, $port) = @ARGV;
$SIG{CHLD} = 'IGNORE';
my $server = IO::Socket::INET->new(LocalAddr => '0.0.0.0', LocalPort => $port, Proto => 'tcp', Listen => 256, ReuseAddr => 1)
    or die "cannot listen on port $port: $!\n";
while (1) {
    my $client = $server->accept or next;
    my $pid = fork;
    if ($pid) { close $client; next }
    close $server;
    $SIG{ALRM} = sub { exit };
    alarm 10;
    my $request = <$client> // '';
    while (defined(my $line = <$client>)) { last if $line =~ /^\r?\n$/ }
    my $body = $request =~ m{^\S+ /healthCheck[ ?]} ? 'health' : "$name\n";
    print $client "HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\nContent-Length: " . length($body) . "\r\nConnection: close\r\n\r\n$body";
    exit;
}
