/** The tags of resources. */
@NullMarked
package io.slipway.emulator.tags;

import org.jspecify.annotations.NullMarked;
