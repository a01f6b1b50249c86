/** An engine without an engine: containers play scripts, in milliseconds. */
@NullMarked
package io.slipway.container.simulated;

import org.jspecify.annotations.NullMarked;
