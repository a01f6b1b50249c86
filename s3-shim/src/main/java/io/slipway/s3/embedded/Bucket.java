package io.slipway.s3.embedded;

import java.time.Instant;

/** @param region where it was asked to be; {@code us-east-1} if nowhere */
public record Bucket(String name, String region, Instant created, Versioning versioning) {

    public enum Versioning {
        OFF,
        ENABLED,
        SUSPENDED
    }
}
