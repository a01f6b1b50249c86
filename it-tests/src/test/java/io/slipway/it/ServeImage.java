package io.slipway.it;

import io.slipway.container.ImageRef;
import java.io.IOException;
import java.util.Map;

/**
 * An image of the user's own: {@code serve} answers {@code WORD(payload)}, in three pieces if the request's custom attributes
 * are {@code stream}, with status 500 if they are {@code fail}. As a multi-model container it answers {@code NAME(payload)},
 * the name being what is in the model's file {@code word}.
 */
final class ServeImage {

    static final ImageRef NAME = new ImageRef("slipway-it/serve:2");

    private static final String DOCKERFILE = """
            FROM debian:bookworm-slim
            COPY serve /usr/local/bin/serve
            """;

    /** Sixteen processes, each with one connection at a time. */
    private static final String SERVE = """
            #!/usr/bin/perl
            use strict;
            use IO::Socket::INET;
            $| = 1;
            my $server = IO::Socket::INET->new(LocalPort => 8080, Listen => 1024, ReuseAddr => 1) or die "no port: $!";
            $SIG{TERM} = sub { kill 'KILL', -getpgrp(0); exit 0 };
            sub content { open my $file, '<', shift or die; return scalar <$file> }
            print "serving\\n";
            for (2 .. 16) { last unless fork }
            while (my $client = $server->accept) {
                my ($line, $length, $attributes) = (scalar <$client>, 0, '');
                next unless defined $line;
                while (my $header = <$client>) {
                    last if $header =~ /^\\r?$/;
                    $length = $1 if $header =~ /^content-length:\\s*(\\d+)/i;
                    $attributes = $1 if $header =~ /^x-amzn-sagemaker-custom-attributes:\\s*(\\S+)/i;
                }
                my $body = '';
                read($client, $body, $length) if $length;
                my $head = "Connection: close\\r\\nContent-Type: text/csv\\r\\n";
                my $answer = $line =~ m{^GET /ping} ? '' : ($ENV{WORD} // '') . "($body)";
                my $status = $attributes eq 'fail' ? '500 Failed' : '200 OK';
                if ($line =~ m{^POST /models }) {
                    my ($name) = $body =~ /"model_name":"(\\w+)"/;
                    my ($url) = $body =~ /"url":"([^"]+)"/;
                    open my $loaded, '>', "/tmp/model-$name" or die;
                    print $loaded $url;
                    close $loaded;
                    $answer = '';
                } elsif ($line =~ m{^POST /models/(\\w+)/invoke }) {
                    $answer = content(content("/tmp/model-$1") . '/word') . "($body)";
                }
                if ($attributes eq 'stream') {
                    print $client "HTTP/1.1 $status\\r\\n${head}Transfer-Encoding: chunked\\r\\n\\r\\n";
                    for my $part ('one ', 'two ', $answer) {
                        $client->printf("%x\\r\\n%s\\r\\n", length $part, $part);
                        $client->flush;
                        select undef, undef, undef, 0.05;
                    }
                    print $client "0\\r\\n\\r\\n";
                } else {
                    printf $client "HTTP/1.1 %s\\r\\n%sContent-Length: %d\\r\\n\\r\\n%s", $status, $head, length $answer, $answer;
                }
                close $client;
            }
            """;

    private ServeImage() {}

    static ImageRef ensure() throws IOException, InterruptedException {
        return ProgramImage.ensure(NAME, DOCKERFILE, "serve", SERVE, Map.of());
    }
}
