# load-modules.pl FOLDER MODULE...: finit_module(2) for each module after those it depends on. A module that is already there is fine.
use strict;
use warnings;
use Errno;

my $folder = shift;
my (%file, %needs);
open my $list, '<', "$folder/modules.dep" or die "modules.dep: $!";
while (<$list>) {
    my ($path, $needed) = /^(\S+):\s*(.*)/ or next;
    (my $name = $path) =~ s{.*/|\.ko$}{}g;
    $name =~ tr/-/_/;
    $file{$name} = $path;
    $needs{$name} = [reverse split ' ', $needed];
}
for my $name (@ARGV) {
    my $own = $file{$name} or do { warn "no module $name\n"; next };
    for my $path (@{$needs{$name}}, $own) {
        open my $module, '<', "$folder/$path" or die "$path: $!";
        my $parameters = '';
        syscall(313, fileno $module, $parameters, 0) == 0 or $!{EEXIST} or warn "$path: $!\n";
    }
}
