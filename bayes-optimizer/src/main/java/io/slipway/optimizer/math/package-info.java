/** Numerical kernels on arrays of rows: no knowledge of models, spaces or studies. */
@NullMarked
package io.slipway.optimizer.math;

import org.jspecify.annotations.NullMarked;
