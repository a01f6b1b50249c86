/** The containers behind an endpoint: started, watched, replaced, found again after a crash. */
@NullMarked
package io.slipway.emulator.endpoints.fleet;

import org.jspecify.annotations.NullMarked;
