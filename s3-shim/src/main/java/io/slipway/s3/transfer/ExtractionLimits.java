package io.slipway.s3.transfer;

/**
 * How much an archive may hold.
 *
 * @param bytes of the unpacked tar, headers included
 * @param entries files, directories and links
 */
public record ExtractionLimits(long bytes, long entries) {}
