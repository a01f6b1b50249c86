package io.slipway.container.docker;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What goes when a container goes, noted on the container itself: another run of this program may be the one to remove it.
 *
 * @param scratch its directory on this machine
 * @param network the identifier of the network that is its own
 * @param relay the identifier of its {@link Relay}, which is noted there and not here
 */
record Belongings(Optional<Path> scratch, Optional<String> network, Optional<String> relay) {

    private static final String SCRATCH = "slipway.scratch";
    private static final String NETWORK = "slipway.network";

    static Belongings of(Map<String, String> labels, Optional<String> relay) {
        return new Belongings(
                Optional.ofNullable(labels.get(SCRATCH)).map(Path::of),
                Optional.ofNullable(labels.get(NETWORK)),
                relay);
    }

    Map<String, String> addTo(Map<String, String> labels) {
        Map<String, String> all = new HashMap<>(labels);
        scratch.ifPresent(directory -> all.put(SCRATCH, directory.toString()));
        network.ifPresent(id -> all.put(NETWORK, id));
        return all;
    }
}
