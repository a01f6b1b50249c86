/** The protocols: bytes to a read-only Document and back, and the service's errors. */
@NullMarked
package io.slipway.emulator.wire;

import org.jspecify.annotations.NullMarked;
