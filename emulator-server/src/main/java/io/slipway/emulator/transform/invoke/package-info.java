/** Requests to a model's container. */
@NullMarked
package io.slipway.emulator.transform.invoke;

import org.jspecify.annotations.NullMarked;
