/** Batch transform: a model's container is fed the objects of a prefix, and its answers become objects. */
@NullMarked
package io.slipway.emulator.transform;

import org.jspecify.annotations.NullMarked;
