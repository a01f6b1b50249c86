package io.slipway.it;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A line of shell with which the hosts of a job meet, so that none ends before every other has found it by its name. */
final class Meeting {

    private Meeting() {}

    /** Each connects to the first and looks up all names while nobody has gone; the first prints what they say. */
    static String of(int hosts) {
        String names =
                IntStream.rangeClosed(1, hosts).mapToObj(i -> "algo-" + i).collect(Collectors.joining(" "));
        return "if test $(hostname) = algo-1; then "
                + "perl -MIO::Socket::INET -e 'my $s = IO::Socket::INET->new(LocalPort => 7777, Listen => 9) or die;"
                + " my @others = map { scalar $s->accept } 2 .. " + hosts + ";"
                + " gethostbyname($_) or die for qw(" + names + ");"
                + " $_->print(chr 10) for @others; print scalar <$_> for @others'; "
                + "else until { exec 3<>/dev/tcp/algo-1/7777; } 2>/dev/null; do sleep 0.05; done; "
                + "read -r here <&3; getent hosts " + names
                + " && echo hello from $(hostname) >&3 && cat <&3; fi";
    }
}
