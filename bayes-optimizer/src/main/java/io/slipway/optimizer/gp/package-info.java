/**
 * The model: a Gaussian process over encoded points ({@link io.slipway.optimizer.gp.GaussianProcess}) and its fit
 * ({@link io.slipway.optimizer.gp.MapFit}).
 */
@NullMarked
package io.slipway.optimizer.gp;

import org.jspecify.annotations.NullMarked;
