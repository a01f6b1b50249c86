/** Metric math: what is computed of the metrics of a request. */
@NullMarked
package io.slipway.emulator.metrics.math;

import org.jspecify.annotations.NullMarked;
