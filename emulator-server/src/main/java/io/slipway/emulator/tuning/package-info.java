/** Hyperparameter tuning: training jobs, one after another, with values that the optimizer proposes. */
@NullMarked
package io.slipway.emulator.tuning;

import org.jspecify.annotations.NullMarked;
