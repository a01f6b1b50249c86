package io.slipway.emulator.config;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Everything that can be set. A setting is a flag of {@code up} ({@code --max-parallel-jobs}), a variable
 * ({@code SLIPWAY_MAX_PARALLEL_JOBS}) and a key of {@code slipway.yaml} ({@code max-parallel-jobs}); the first of these that
 * gives it counts.
 */
public enum Setting {
    PORT("4566", "port of every service"),
    DATA("~/.slipway", "directory of all state: jobs, objects, logs"),
    EPHEMERAL("false", "keep the state in a temporary directory, removed at the end"),
    ACCOUNT("000000000000", "account number in ARNs, twelve digits"),
    ENGINE("docker", "what runs containers: docker, or simulated (jobs are played, in milliseconds)"),
    GPU("auto", "GPU instance types without a GPU here: auto (run on the CPU) or require (fail the job)"),
    MAX_PARALLEL_JOBS("8", "how many jobs run side by side; others wait"),
    IMAGES("", "image URI=local image, comma separated: which image stands for a URI"),
    FILE_SYSTEMS("", "file system ID=directory, comma separated: where the EFS and FSx file systems of channels are"),
    S3_ENDPOINT("", "URL of a MinIO server to use in place of the embedded S3"),
    S3_ACCESS_KEY("", "access key of that server"),
    S3_SECRET_KEY("", "secret key of that server");

    private final String defaultValue;
    private final String description;

    Setting(String defaultValue, String description) {
        this.defaultValue = defaultValue;
        this.description = description;
    }

    public static Optional<Setting> ofKey(String key) {
        return Stream.of(values()).filter(setting -> setting.key().equals(key)).findFirst();
    }

    /** As in {@code slipway.yaml} and, after two dashes, as a flag. */
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public String environmentVariable() {
        return "SLIPWAY_" + name();
    }

    public String defaultValue() {
        return defaultValue;
    }

    public String description() {
        return description;
    }

    /** Whether it is given as a bare flag. */
    public boolean isSwitch() {
        return this == EPHEMERAL;
    }

    public boolean isSecret() {
        return this == S3_SECRET_KEY;
    }
}
