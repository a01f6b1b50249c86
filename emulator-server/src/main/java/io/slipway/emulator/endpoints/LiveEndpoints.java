package io.slipway.emulator.endpoints;

import io.slipway.emulator.aws.Arn;
import io.slipway.emulator.endpoints.fleet.Fleet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The endpoints that take requests now. */
public final class LiveEndpoints {

    /** As in an ARN, without regard to case. */
    private record Key(String region, String name) {

        static Key of(String region, String name) {
            return new Key(region, name.toLowerCase(Locale.ROOT));
        }
    }

    private final ConcurrentMap<Key, Fleet> fleets = new ConcurrentHashMap<>();

    public Optional<Fleet> find(String region, String name) {
        return Optional.ofNullable(fleets.get(Key.of(region, name)));
    }

    Optional<Fleet> find(Arn endpoint) {
        return find(endpoint.region(), endpoint.name());
    }

    /** From here on requests go there. */
    void put(Arn endpoint, Fleet fleet) {
        fleets.put(Key.of(endpoint.region(), endpoint.name()), fleet);
    }

    void remove(Arn endpoint) {
        fleets.remove(Key.of(endpoint.region(), endpoint.name()));
    }

    List<Fleet> all() {
        return List.copyOf(fleets.values());
    }
}
