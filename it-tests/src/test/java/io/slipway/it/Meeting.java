package io.slipway.it;

/** A line of shell with which the hosts of a job meet, so that none ends before another has found it. */
final class Meeting {

    private Meeting() {}

    /** The first waits until each other host has connected to it by its name, and prints what they say. */
    static String of(int hosts) {
        return "if test $(hostname) = algo-1; then "
                + "perl -MIO::Socket::INET -e 'my $s = IO::Socket::INET->new(LocalPort => 7777, Listen => 9) or die;"
                + " for (2 .. " + hosts + ") { my $c = $s->accept; print <$c> }'; "
                + "else until (echo hello from $(hostname) > /dev/tcp/algo-1/7777) 2>/dev/null; do sleep 0.05; done; fi";
    }
}
