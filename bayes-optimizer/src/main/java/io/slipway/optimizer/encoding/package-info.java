/** Parameter values to coordinates of the unit cube and back; outcomes to a scale that a Gaussian process fits. */
@NullMarked
package io.slipway.optimizer.encoding;

import org.jspecify.annotations.NullMarked;
