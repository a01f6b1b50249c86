package io.slipway.emulator.logs;

/** A stream, by the names that clients give. */
record StreamName(String region, String group, String stream) {}
