package io.slipway.emulator.http;

import java.util.List;

/**
 * Where to listen.
 *
 * @param hosts addresses, the first of which decides the port if that is 0
 * @param port the same on every address; 0 for a free one
 */
public record Listener(List<String> hosts, int port) {

    public Listener {
        hosts = List.copyOf(hosts);
        if (hosts.isEmpty() || port < 0 || port > 65_535) {
            throw new IllegalArgumentException("no address to listen on: " + hosts + ", port " + port);
        }
    }
}
