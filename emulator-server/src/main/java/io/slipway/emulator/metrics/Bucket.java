package io.slipway.emulator.metrics;

/**
 * All samples of a metric within one period.
 *
 * @param start epoch milliseconds
 */
record Bucket(long start, String unit, double sum, double count, double minimum, double maximum) {}
