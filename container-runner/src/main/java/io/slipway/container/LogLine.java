package io.slipway.container;

import java.time.Instant;

/** One line that a container printed, without its line end. */
public record LogLine(Instant time, String text) {}
