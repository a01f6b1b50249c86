/** Search over everything that clients made. */
@NullMarked
package io.slipway.emulator.search;

import org.jspecify.annotations.NullMarked;
