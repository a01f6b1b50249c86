/** What to try next under the model: the value of a point and the search for the best one. */
@NullMarked
package io.slipway.optimizer.acquisition;

import org.jspecify.annotations.NullMarked;
