"""An image of the user's own that serves: it reads what it gets and answers at once."""

import script_image

IMAGE = "slipway-bench/answer:1"

SERVE = r"""#!/usr/bin/perl
use strict;
use Socket;
$SIG{CHLD} = 'IGNORE';
$SIG{TERM} = sub { exit 0 };
socket(my $server, PF_INET, SOCK_STREAM, getprotobyname('tcp')) or die;
setsockopt($server, SOL_SOCKET, SO_REUSEADDR, 1);
bind($server, sockaddr_in(8080, INADDR_ANY)) or die;
listen($server, 128) or die;
while (1) {
    accept(my $client, $server) or next;
    if (fork()) { close $client; next; }
    my $buffer = '';
    while (1) {
        while ($buffer !~ /\r\n\r\n/) {
            sysread($client, $buffer, 65536, length $buffer) or exit 0;
        }
        my ($head, $rest) = split /\r\n\r\n/, $buffer, 2;
        my $left = ($head =~ /content-length: (\d+)/i ? $1 : 0) - length $rest;
        while ($left > 0) {
            my $count = sysread($client, my $body, $left < 262144 ? $left : 262144) or exit 0;
            $left -= $count;
        }
        $buffer = $left < 0 ? substr($rest, $left) : '';
        my $found = $head =~ m{^\S+ /(ping|invocations) };
        syswrite $client, $found ? "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nok\n"
            : "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n";
    }
}
"""


def ensure():
    script_image.ensure(IMAGE, "serve", SERVE)
