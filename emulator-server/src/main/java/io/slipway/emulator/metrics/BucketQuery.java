package io.slipway.emulator.metrics;

import java.util.Optional;

/**
 * What to gather of a metric: its samples from a time on and before another, in periods counted from the first.
 *
 * @param from epoch milliseconds, as {@code to}
 * @param period milliseconds
 */
record BucketQuery(MetricKey key, Optional<String> unit, long from, long to, long period) {}
