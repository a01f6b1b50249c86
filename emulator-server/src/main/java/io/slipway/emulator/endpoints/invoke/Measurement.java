package io.slipway.emulator.endpoints.invoke;

import java.time.Instant;

/**
 * A value that was seen at requests to a variant, for CloudWatch.
 *
 * @param metric its name
 * @param unit as CloudWatch names it
 * @param count how often it was seen since it was last told
 */
public record Measurement(
        String region,
        String endpoint,
        String variant,
        String metric,
        String unit,
        Instant time,
        double value,
        long count) {}
