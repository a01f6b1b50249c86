package io.slipway.emulator.job;

import io.slipway.emulator.aws.Arn;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/**
 * How containers, networks and volumes of this Slipway are marked and named.
 *
 * @param installation tells it from others on the same engine
 * @param suffixes short words that do not repeat, for the names
 */
public record JobLabels(String installation, Supplier<String> suffixes) {

    public static final String INSTALLATION = "slipway";
    public static final String JOB = "slipway.job";
    private static final String SPARE = "slipway.spare";

    /** Of everything that this installation starts. */
    public Map<String, String> all() {
        return Map.of(INSTALLATION, installation);
    }

    public Map<String, String> of(Arn job) {
        return Map.of(INSTALLATION, installation, JOB, job.toString());
    }

    /** Of what is made before there is a job for it. */
    public Map<String, String> spare() {
        return Map.of(INSTALLATION, installation, SPARE, "network");
    }

    /**
     * A name that is unique in the engine.
     *
     * @param role within the job, {@code algo-1}
     */
    public String name(Arn job, String role) {
        return "slipway-" + job.name().toLowerCase(Locale.ROOT) + "-" + role + "-" + suffixes.get();
    }
}
